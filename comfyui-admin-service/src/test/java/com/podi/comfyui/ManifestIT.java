package com.podi.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestIT extends ComfyuiIT {

    private static final String MANIFESTS = ADMIN + "/manifests";

    @Test
    void aManifestIsFoundAsItWasWrittenWithWhateverStandsInIt() {
        String id = unique("manifest");
        Answer created = admin.post(
                MANIFESTS,
                Map.of(
                        "id", id,
                        "role", "lite",
                        "version", "2026.1",
                        "downloadUrl", "https://mirror.example/m.json",
                        "content",
                                Map.of(
                                        "comfyui", Map.of("version", "0.33.0"),
                                        "plugins", List.of(Map.of("name", "pack", "branch", "main")),
                                        "workflows",
                                                List.of(Map.of(
                                                        "name", "upscale",
                                                        "destPath", "user/default/workflows/upscale.json",
                                                        "content", Map.of("1", Map.of("class_type", "LoadImage")))),
                                        "models", List.of(model("ae", "models/vae/ae.safetensors")))));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data("/revision").asInt()).isEqualTo(1);
        assertThat(created.text("/content/plugins/0/branch")).isEqualTo("main");
        assertThat(admin.get(MANIFESTS + "/" + id).data("")).isEqualTo(created.data(""));
        assertThat(admin.get(MANIFESTS + "?role=lite&q=" + id).data("/items/0")).isEqualTo(created.data(""));
        assertThat(admin.get(MANIFESTS + "?version=other&q=" + id).data("/items"))
                .isEmpty();
        assertThat(admin.post(MANIFESTS, Map.of("id", id, "version", "1", "content", Map.of()))
                        .errorCode())
                .isEqualTo("ALREADY_EXISTS");
    }

    @Test
    void everyRevisionStaysAndCanBeGoneBackTo() {
        String id = manifest(Map.of("models", List.of(model("first", "models/a"))));
        Answer second = admin.put(
                MANIFESTS + "/" + id,
                Map.of("version", "2.0", "content", Map.of("models", List.of(model("second", "models/a")))));

        assertThat(second.data("/revision").asInt()).isEqualTo(2);
        assertThat(admin.get(MANIFESTS + "/" + id + "?revision=1").text("/content/models/0/name"))
                .isEqualTo("first");
        assertThat(admin.get(MANIFESTS + "/" + id).text("/content/models/0/name"))
                .isEqualTo("second");

        Answer back = admin.post(MANIFESTS + "/" + id + "/rollback", Map.of("revision", 1));

        assertThat(back.data("/revision").asInt()).isEqualTo(3);
        assertThat(back.text("/version")).isEqualTo("1.0");
        assertThat(back.text("/content/models/0/name")).isEqualTo("first");
        Answer all = admin.get(MANIFESTS + "/" + id + "/revisions?pageSize=2");
        assertThat(all.data("/pagination/total").asInt()).isEqualTo(3);
        assertThat(all.data("/items/0/revision").asInt()).isEqualTo(3);
        assertThat(all.data("/items/1/revision").asInt()).isEqualTo(2);
        assertThat(admin.get(MANIFESTS + "?q=" + id).data("/pagination/total").asInt())
                .isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String id = manifest(Map.of());

        assertThat(admin.get(MANIFESTS + "/nothing").errorCode()).isEqualTo("AGENT_MANIFEST_NOT_FOUND");
        assertThat(admin.get(MANIFESTS + "/" + id + "?revision=9").errorCode()).isEqualTo("AGENT_MANIFEST_NOT_FOUND");
        assertThat(admin.get(MANIFESTS + "/" + id + "?revision=0").errorCode()).isEqualTo("2003");
        assertThat(admin.post(MANIFESTS + "/" + id + "/rollback", Map.of("revision", 9))
                        .errorCode())
                .isEqualTo("AGENT_MANIFEST_NOT_FOUND");
        assertThat(admin.put(MANIFESTS + "/nothing", Map.of("version", "1", "content", Map.of()))
                        .errorCode())
                .isEqualTo("AGENT_MANIFEST_NOT_FOUND");
        assertThat(admin.get(MANIFESTS + "/nothing/revisions").errorCode()).isEqualTo("AGENT_MANIFEST_NOT_FOUND");
    }

    @Test
    void ofTwoChangesFromTheSameRevisionOneIsRefused() {
        String id = manifest(Map.of());

        List<Integer> statuses = AtOnce.call(4, number -> admin.put(
                        MANIFESTS + "/" + id, Map.of("version", "v" + number, "content", Map.of(), "revision", 1))
                .status());

        assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
        assertThat(admin.get(MANIFESTS + "/" + id).data("/revision").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "version, '{\"content\":{}}'",
        "content, '{\"version\":\"1\"}'",
        "content, '{\"version\":\"1\",\"content\":[]}'",
        "content.models, '{\"version\":\"1\",\"content\":{\"models\":{}}}'",
        "content.models[0], '{\"version\":\"1\",\"content\":{\"models\":[1]}}'",
        "content.models[0].name, '{\"version\":\"1\",\"content\":{\"models\":[{}]}}'",
        "content.plugins[0].name, '{\"version\":\"1\",\"content\":{\"plugins\":[{}]}}'",
        "content.workflows[0].url, '{\"version\":\"1\",\"content\":{\"workflows\":[{\"name\":\"w\",\"destPath\":\"w\"}]}}'",
        "downloadUrl, '{\"version\":\"1\",\"content\":{},\"downloadUrl\":\"ftp://x\"}'"
    })
    void aWrongFieldIsNamed(String field, String body) {
        Answer refused = admin.post(MANIFESTS, body);

        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(field(refused)).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc/passwd", "../x", "a/../../x", "..\\x", "C:/x", "c:x", "a//x", "a/", "./x", "a\\..\\..\\x"})
    void noPathLeadsOutOfANode(String path) {
        Answer refused =
                admin.post(MANIFESTS, Map.of("version", "1", "content", Map.of("models", List.of(model("m", path)))));

        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(field(refused)).isEqualTo("content.models[0].destPath");
    }

    @Test
    void twoItemsDoNotShareAPath() {
        Answer refused = admin.post(
                MANIFESTS,
                Map.of(
                        "version",
                        "1",
                        "content",
                        Map.of("models", List.of(model("a", "models/Same"), model("b", "models\\same")))));

        assertThat(field(refused)).isEqualTo("content.models[1].destPath");
    }

    @ParameterizedTest
    @CsvSource({"sha256, xyz", "url, ftp://x", "size, -1"})
    void whatAnAgentCannotCheckIsRefused(String field, String value) {
        Map<String, Object> model = model("m", "models/m");
        model.put(field, field.equals("size") ? Integer.valueOf(value) : value);

        Answer refused = admin.post(MANIFESTS, Map.of("version", "1", "content", Map.of("models", List.of(model))));

        assertThat(field(refused)).isEqualTo("content.models[0]." + field);
    }

    @Test
    void whatAManifestNamesIsNotRemovedFromACatalogue() {
        String file = unique("lora") + ".safetensors";
        String lora = admin.post(ADMIN + "/loras", Map.of("fileName", "print\\" + file, "displayName", "L"))
                .text("/id");
        String model = admin.post(
                        ADMIN + "/model-catalog", Map.of("fileName", file, "displayName", "M", "modelType", "lora"))
                .text("/id");
        String plugin = admin.post(
                        ADMIN + "/plugin-catalog", Map.of("nodeKey", file, "displayName", "P", "packageName", "pack"))
                .text("/id");
        String manifest = manifest(Map.of(
                "models", List.of(model("m", "models/loras/print/" + file)),
                "plugins", List.of(Map.of("name", file))));

        assertThat(admin.delete(ADMIN + "/loras/" + lora).errorCode()).isEqualTo("IN_USE");
        assertThat(admin.delete(ADMIN + "/model-catalog/" + model).errorCode()).isEqualTo("IN_USE");
        assertThat(admin.delete(ADMIN + "/plugin-catalog/" + plugin).errorCode())
                .isEqualTo("IN_USE");

        admin.put(ADMIN + "/manifests/" + manifest, Map.of("version", "2", "content", Map.of()));
        assertThat(admin.delete(ADMIN + "/loras/" + lora).status()).isEqualTo(200);
        assertThat(admin.delete(ADMIN + "/model-catalog/" + model).status()).isEqualTo(200);
        assertThat(admin.delete(ADMIN + "/plugin-catalog/" + plugin).status()).isEqualTo(200);
    }
}
