package com.podi.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceIT
class CatalogIT {

    private static final String LORAS = "/api/admin/comfyui/loras";
    private static final String MODELS = "/api/admin/comfyui/model-catalog";
    private static final String PLUGINS = "/api/admin/comfyui/plugin-catalog";

    private final TestTokens tokens = TestTokens.start();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private Api admin;

    @BeforeEach
    void beginEmpty() {
        jdbc.sql("delete from catalog_entries").update();
        admin = Api.onPort(port).as(tokens.admin("boss"));
    }

    @Test
    void aLoraIsFoundAsItWasWritten() {
        Answer created = admin.post(
                LORAS,
                Map.of(
                        "id", "lora_flowers",
                        "fileName", "print/flowers.safetensors",
                        "displayName", "Flowers",
                        "baseModels", List.of("sdxl"),
                        "tags", List.of("floral"),
                        "triggerWords", "flower print"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data("/revision").asInt()).isEqualTo(1);
        Answer list = admin.get(LORAS + "?q=FLOWERS.safe&status=active");
        assertThat(list.data("/pagination/total").asInt()).isEqualTo(1);
        assertThat(list.data("/items/0")).isEqualTo(created.data(""));
        assertThat(list.text("/items/0/baseModels/0")).isEqualTo("sdxl");
        assertThat(list.text("/items/0/createdAt")).endsWith("Z");
    }

    @Test
    void recordsThatDoNotFitTheFilterAreLeftOut() {
        lora(Map.of("id", "one", "fileName", "one", "status", "inactive"));

        assertThat(admin.get(LORAS + "?status=active").data("/items")).isEmpty();
        assertThat(admin.get(LORAS + "?q=two").data("/items")).isEmpty();
        assertThat(admin.get(MODELS).data("/items")).isEmpty();
        assertThat(admin.get(LORAS + "?status=gone").errorCode()).isEqualTo("2003");
        assertThat(admin.get(LORAS + "?pageSize=101").errorCode()).isEqualTo("2003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SDXL\\flow", "sdxl/FLOW", "\\", "Left\\right"})
    void whoSearchesMayUseEitherSlash(String q) {
        lora(Map.of("id", "one", "fileName", "sdxl\\flowers", "displayName", "left\\right"));
        lora(Map.of("id", "two", "fileName", "flowers"));

        Answer found = admin.get(LORAS + "?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8));

        assertThat(found.data("/pagination/total").asInt()).isEqualTo(1);
        assertThat(found.text("/items/0/id")).isEqualTo("one");
    }

    @ParameterizedTest
    @CsvSource({
        "loras, '{\"fileName\":\"f\",\"displayName\":\"d\",\"tags\":[\"floral\"]}'",
        "model-catalog, '{\"fileName\":\"f\",\"displayName\":\"d\",\"modelType\":\"vae\",\"tags\":[\"floral\"]}'",
        "plugin-catalog, '{\"nodeKey\":\"n\",\"displayName\":\"d\",\"tags\":[\"floral\"]}'"
    })
    void recordsOfEveryKindAreFoundByTheirTags(String catalogue, String body) {
        String address = "/api/admin/comfyui/" + catalogue;
        Answer created = admin.post(address, body);

        assertThat(created.text("/tags/0")).isEqualTo("floral");
        assertThat(admin.get(address + "?tag=floral").data("/items/0")).isEqualTo(created.data(""));
        assertThat(admin.get(address + "?tag=flora").data("/items")).isEmpty();
    }

    @Test
    void theNewestComesFirstPageByPage() {
        for (String name : List.of("first", "second", "third")) {
            lora(Map.of("id", name, "fileName", name));
        }

        assertThat(admin.get(LORAS + "?pageSize=2").text("/items/0/id")).isEqualTo("third");
        Answer last = admin.get(LORAS + "?pageSize=2&page=2");
        assertThat(last.text("/items/0/id")).isEqualTo("first");
        assertThat(last.data("/items")).hasSize(1);
        assertThat(last.data("/pagination/totalPages").asInt()).isEqualTo(2);
    }

    @Test
    void anIdIsMadeForWhoeverBringsNone() {
        assertThat(lora(Map.of()).text("/id")).matches("lora_[0-9A-Z]{26}");
        assertThat(lora(Map.of("id", "a b", "fileName", "other")).errorCode()).isEqualTo("2003");
    }

    @Test
    void whatIsTakenIsRefused() {
        lora(Map.of("id", "mine", "fileName", "folder\\file.safetensors"));

        assertThat(lora(Map.of("id", "mine", "fileName", "other")).errorCode()).isEqualTo("ALREADY_EXISTS");
        assertThat(lora(Map.of("fileName", "folder/file.safetensors")).errorCode())
                .isEqualTo("ALREADY_EXISTS");
        lora(Map.of("id", "theirs", "fileName", "theirs"));
        assertThat(admin.put(LORAS + "/theirs", lora("folder/file.safetensors", null))
                        .errorCode())
                .isEqualTo("ALREADY_EXISTS");
    }

    @Test
    void aChangeRaisesTheRevision() {
        lora(Map.of("id", "mine"));

        Answer changed = admin.put(LORAS + "/mine", lora("renamed", 1));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("/id")).isEqualTo("mine");
        assertThat(changed.text("/fileName")).isEqualTo("renamed");
        assertThat(changed.data("/revision").asInt()).isEqualTo(2);
        assertThat(admin.put(LORAS + "/mine", lora("without a revision", null))
                        .data("/revision")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void aStaleChangeIsRefusedAndChangesNothing() {
        lora(Map.of("id", "mine"));
        admin.put(LORAS + "/mine", lora("first", 1));

        assertThat(admin.put(LORAS + "/mine", lora("second", 1)).errorCode()).isEqualTo("REVISION_CONFLICT");
        assertThat(admin.get(LORAS).text("/items/0/fileName")).isEqualTo("first");
        assertThat(admin.put(LORAS + "/nobody", lora("any", 1)).errorCode()).isEqualTo("NOT_FOUND");
    }

    @Test
    void ofTwoChangesAtTheSameTimeOneIsRefused() throws Exception {
        lora(Map.of("id", "mine"));
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Answer>> changes = List.of(
                    () -> admin.put(LORAS + "/mine", lora("left", 1)),
                    () -> admin.put(LORAS + "/mine", lora("right", 1)));
            List<Integer> statuses = two.invokeAll(changes).stream()
                    .map(CatalogIT::status)
                    .sorted()
                    .toList();
            assertThat(statuses).containsExactly(200, 409);
        } finally {
            two.shutdown();
        }
    }

    @Test
    void whatIsRemovedIsGone() {
        lora(Map.of("id", "mine"));

        assertThat(admin.delete(LORAS + "/mine").status()).isEqualTo(200);
        assertThat(admin.delete(LORAS + "/mine").errorCode()).isEqualTo("NOT_FOUND");
        assertThat(admin.get(LORAS).data("/items")).isEmpty();
    }

    @Test
    void oneNameMayStandForModelsOfTwoTypes() {
        Map<String, Object> vae = Map.of("fileName", "sdxl.pt", "displayName", "SDXL", "modelType", "vae");

        assertThat(admin.post(MODELS, vae).status()).isEqualTo(201);
        assertThat(admin.post(MODELS, vae).errorCode()).isEqualTo("ALREADY_EXISTS");
        assertThat(admin.post(MODELS, Map.of("fileName", "sdxl.pt", "displayName", "SDXL", "modelType", "unet"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aNodeHasOnePlugin() {
        Map<String, Object> plugin = Map.of("nodeKey", "KSampler", "displayName", "Sampler", "version", "1.2");

        assertThat(admin.post(PLUGINS, plugin).text("/version")).isEqualTo("1.2");
        assertThat(admin.post(PLUGINS, plugin).errorCode()).isEqualTo("ALREADY_EXISTS");
    }

    @ParameterizedTest
    @CsvSource({
        "loras, displayName, {\"fileName\":\"f\"}",
        "loras, fileName, {\"displayName\":\"d\"}",
        "loras, tags[0], '{\"fileName\":\"f\",\"displayName\":\"d\",\"tags\":[\"\"]}'",
        "model-catalog, modelType, '{\"fileName\":\"f\",\"displayName\":\"d\",\"modelType\":\"brain\"}'",
        "model-catalog, sha256, '{\"fileName\":\"f\",\"displayName\":\"d\",\"modelType\":\"vae\",\"sha256\":\"1\"}'",
        "plugin-catalog, tags[0], '{\"nodeKey\":\"n\",\"displayName\":\"d\",\"tags\":[\"\"]}'",
        "plugin-catalog, sourceUrl, '{\"nodeKey\":\"n\",\"displayName\":\"d\",\"sourceUrl\":\"ftp://x\"}'"
    })
    void aWrongFieldIsNamed(String catalogue, String field, String body) {
        Answer refused = admin.post("/api/admin/comfyui/" + catalogue, body);

        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(field);
    }

    @Test
    void cataloguesAreForAdministrators() {
        assertThat(Api.onPort(port).get(LORAS).errorCode()).isEqualTo("1003");
        assertThat(Api.onPort(port).as(tokens.user("u")).get(LORAS).errorCode()).isEqualTo("FORBIDDEN");
    }

    private Answer lora(Map<String, Object> changes) {
        Map<String, Object> lora = lora("file.safetensors", null);
        lora.putAll(changes);
        return admin.post(LORAS, lora);
    }

    private static Map<String, Object> lora(String fileName, Integer revision) {
        Map<String, Object> lora = new HashMap<>();
        lora.put("fileName", fileName);
        lora.put("displayName", "Any");
        lora.put("revision", revision);
        return lora;
    }

    private static int status(Future<Answer> answer) {
        try {
            return answer.get().status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
