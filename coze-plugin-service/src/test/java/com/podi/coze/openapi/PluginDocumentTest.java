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
            .map(kind -> Property.required(kind.name(), kind, "Any."))
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
    }

    private static Operation operation(String path, String id) {
        return new Operation(path, id, "Any.", EVERY_KIND, EVERY_KIND);
    }

    private static JsonNode document(Operation... operations) {
        return new JsonMapper().valueToTree(PluginDocument.of("https://podi.example", List.of(operations)));
    }
}
