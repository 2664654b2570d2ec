package com.podi.coze.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.podi.coze.CozeRules;
import com.podi.coze.openapi.Property.Kind;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PluginDocumentTest {

    private static final List<Property> EVERY_KIND = Arrays.stream(Kind.values())
            .map(kind -> kind == Kind.RECORDS
                    ? Property.records(kind.name(), "Any.", List.of(Property.of("one", Kind.SWITCH, "Any.")))
                    : Property.required(kind.name(), kind, "Any."))
            .toList();

    @Test
    void toolsOfAnyShapeCanBeImported() {
        JsonNode document = document(operation("/one", "podi_one"), operation("/two", "podi_two"));

        CozeRules.assertImportable(document);
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("https://podi.example");
        assertThat(document.at("/paths").propertyNames()).containsExactly("/one", "/two");
    }

    @Test
    void theServerIsWhatIsConfiguredWithoutASlashAtItsEnd() {
        assertThat(new DocumentProperties(URI.create("https://podi.example/")).server())
                .isEqualTo("https://podi.example");
        assertThatIllegalArgumentException().isThrownBy(() -> new DocumentProperties(URI.create("podi.example")));
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> document(operation("/one", "podi_one"), operation("/two", "podi_one")));
        assertThatIllegalStateException()
                .isThrownBy(() -> document(operation("/one", "podi_one"), operation("/one", "podi_two")));
    }

    @Test
    void whatCozeWouldRefuseLaterIsRefusedHere() {
        assertThatIllegalArgumentException().isThrownBy(() -> operation("/one", "podi.one"));
        assertThatIllegalArgumentException().isThrownBy(() -> operation("/one", "podi_" + "x".repeat(26)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Operation("/one", "podi_one", "长".repeat(86), EVERY_KIND, EVERY_KIND));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Operation("/one", "podi_one", "Any.", List.of(), EVERY_KIND));
        assertThatIllegalArgumentException().isThrownBy(() -> Property.of("a.b", Kind.TEXT, "Any."));
        assertThatIllegalArgumentException().isThrownBy(() -> Property.of("a", Kind.TEXT, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Property.of("a", Kind.TEXT, "x".repeat(301)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Property("a", Kind.TEXT, false, "Any.", "c", List.of("a", "b"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Property.of("a", Kind.RECORDS, "Any."));
        assertThatIllegalArgumentException().isThrownBy(() -> operation("/图", "podi_one"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Operation(
                        "/one",
                        "podi_one",
                        "Any.",
                        List.of(Property.of("a", Kind.TEXT, "Any."), Property.of("a", Kind.IMAGE, "Any.")),
                        EVERY_KIND));
    }

    private static Operation operation(String path, String id) {
        return new Operation(path, id, "Any.", EVERY_KIND, EVERY_KIND);
    }

    private static JsonNode document(Operation... operations) {
        return new JsonMapper().valueToTree(PluginDocument.of("https://podi.example", List.of(operations)));
    }
}
