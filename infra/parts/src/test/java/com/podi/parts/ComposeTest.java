package com.podi.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Whoever brings the parts up in containers gets the realm that the launcher gives. */
class ComposeTest {

    private static final Path INFRA = Path.of("..");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(PODI_[A-Z_]+)(:[^}]*)?}");

    @Test
    void theContainerImportsTheRealmFileAndFillsAllItLeavesOpen() throws IOException {
        Map<?, ?> keycloak = service("keycloak");

        assertThat((List<?>) keycloak.get("volumes"))
                .anySatisfy(mount -> assertThat(mount.toString()).startsWith("./keycloak/podi-realm.json:"));
        assertThat(INFRA.resolve("keycloak/podi-realm.json")).hasBinaryContent(Keycloak.realm());
        assertThat(((Map<?, ?>) keycloak.get("environment"))
                        .keySet().stream().map(Object::toString).collect(Collectors.toSet()))
                .containsAll(placeholders());
    }

    @Test
    void theContainersListenWhereServicesLookByDefault() throws IOException {
        assertThat(service("postgresql").get("ports")).isEqualTo(List.of("127.0.0.1:8108:5432"));
        assertThat(service("kafka").get("ports")).isEqualTo(List.of("127.0.0.1:8109:8109"));
        assertThat(service("keycloak").get("ports")).isEqualTo(List.of("127.0.0.1:8111:8080"));
        assertThat(service("s3").get("ports")).isEqualTo(List.of("127.0.0.1:8113:9000"));
    }

    private static Map<?, ?> service(String name) throws IOException {
        try (Reader file = Files.newBufferedReader(INFRA.resolve("compose.yaml"))) {
            Map<String, Map<String, Map<?, ?>>> compose = new Yaml().load(file);
            return compose.get("services").get(name);
        }
    }

    private static Set<String> placeholders() {
        Set<String> placeholders = PLACEHOLDER
                .matcher(new String(Keycloak.realm(), StandardCharsets.UTF_8))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(placeholders).contains("PODI_ADMIN_PASSWORD", "PODI_SECRET_GATEWAY");
        return placeholders;
    }
}
