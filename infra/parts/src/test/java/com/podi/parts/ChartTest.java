package com.podi.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** A cluster gets the realm that the launcher gives. */
class ChartTest {

    @Test
    void theChartBringsTheRealmFileAsItIs() {
        String rendered = new Helm(Path.of("../../k8s/podi").toAbsolutePath().normalize())
                .template()
                .call();

        Map<String, Map<String, String>> configMap = new Yaml().load(rendered);
        assertThat(configMap.get("metadata")).containsEntry("name", "podi-realm");
        assertThat(configMap.get("data").get("podi-realm.json").strip())
                .isEqualTo(new String(Keycloak.realm(), StandardCharsets.UTF_8).strip());
    }
}
