package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.comfydouble.ComfyNodeDouble;
import com.podi.comfydouble.Release;
import com.podi.launcher.demo.ComfyuiShow;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A talk with Coze that ends with a picture, paid by the account that the plug-in works for. */
class CozeIT {

    private static final String UPSCALE = "/api/coze/podi/tools/podi/upscale";
    private static final String TWO_PICTURES = "/api/coze/podi/tools/comfyui/two_pictures";
    private static final String QUEUES = "/api/coze/podi/comfyui/queue-summary";
    private static final String NODE = "comfyui-demo";
    private static final int POINTS = 10;

    @Test
    void aToolMakesARealPictureAndChargesTheAccount() throws IOException {
        Shop shop = Shop.open();
        Api coze = coze(shop);
        await().atMost(Shop.EVENTUALLY).until(() -> document(coze).at("/paths").has(UPSCALE));
        String picture = address(shop, 24);

        Answer answer = coze.post(UPSCALE, Map.of("url", picture, "scale", "2"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/status").asString())
                .as("%s", answer.body())
                .isEqualTo("completed");
        assertThat(width(answer.body().at("/imageUrl").asString())).isEqualTo(48);
        String taskId = answer.body().at("/taskId").asString();
        await().atMost(Shop.EVENTUALLY).until(() -> shop.charges() == 1);
        assertThat(shop.balance()).isEqualTo(500 - POINTS);
        assertThat(shop.status(taskId)).isEqualTo("completed");

        Answer again = coze.post(UPSCALE, Map.of("url", picture, "scale", "2"));
        assertThat(again.body().at("/taskId").asString()).isEqualTo(taskId);
        assertThat(coze.post("/api/coze/podi/tasks/get", Map.of("taskId", taskId))
                        .body()
                        .at("/status")
                        .asString())
                .isEqualTo("completed");
        Answer refused = coze.post(UPSCALE, Map.of("url", picture, "scale", "3"));
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.body().at("/errorCode").asString()).isEqualTo("ABILITY_INPUT_INVALID");
        assertThat(refused.body().at("/message").asString()).contains("缩放倍数必须是2、4或8");
        assertThat(shop.charges()).isEqualTo(1);
        assertThat(shop.frozen()).isZero();
    }

    @Test
    void pictureAndMaskOfAWorkflowEachReachTheirPlace() throws IOException {
        Shop shop = Shop.open();
        Api coze = coze(shop);
        try (ComfyNodeDouble node = ComfyNodeDouble.start(Release.V0_33)) {
            offerTwoPictures(node);
            await().atMost(Shop.EVENTUALLY)
                    .until(() -> document(coze).at("/paths").has(TWO_PICTURES));

            Answer begun = coze.post(TWO_PICTURES, Map.of("mask", address(shop, 40), "url", address(shop, 24)));

            assertThat(begun.body().at("/code").asInt()).as("%s", begun.body()).isEqualTo(200);
            Map<String, Object> question =
                    Map.of("taskId", begun.body().at("/taskId").asString(), "waitSeconds", 20);
            await().atMost(Shop.EVENTUALLY)
                    .untilAsserted(() -> assertThat(coze.post("/api/coze/podi/tasks/get", question)
                                    .body()
                                    .at("/status")
                                    .asString())
                            .isEqualTo("completed"));
            JsonNode results = coze.post("/api/coze/podi/tasks/get", question).body();
            assertThat(width(results.at("/imageUrls/0").asString())).isEqualTo(24);
            assertThat(width(results.at("/imageUrls/1").asString())).isEqualTo(40);
            assertThat(shop.frozen()).isZero();
        }
    }

    @Test
    void theQueuesOfRealNodesAreTold() {
        Api coze = coze(Shop.open());
        ComfyNodeDouble node = ComfyNodeDouble.start(Release.V0_33);
        offerTwoPictures(node);

        awaitNode(coze, true);
        node.close();
        JsonNode away = awaitNode(coze, false);

        assertThat(away.at("/running").asInt(-1)).isZero();
        assertThat(coze.post(QUEUES, Map.of("executorIds", "nobody"))
                        .body()
                        .at("/errorCode")
                        .asString())
                .isEqualTo("EXECUTOR_NOT_FOUND");
    }

    /** What the service is told of a node is a few seconds old. */
    private static JsonNode awaitNode(Api coze, boolean online) {
        await().atMost(Shop.EVENTUALLY).untilAsserted(() -> {
            JsonNode queues = coze.post(QUEUES, Map.of("executorIds", NODE)).body();
            assertThat(queues.at("/code").asInt()).as("%s", queues).isEqualTo(200);
            assertThat(queues.at("/servers")).hasSize(1);
            assertThat(queues.at("/servers/0/executorId").asString()).isEqualTo(NODE);
            assertThat(queues.at("/servers/0/online").asBoolean()).isEqualTo(online);
        });
        return coze.post(QUEUES, Map.of("executorIds", NODE)).body().at("/servers/0");
    }

    private static Api coze(Shop shop) {
        RunningSuite.startAgain("coze-plugin-service", Map.of("PODI_COZE_ACCOUNT", shop.userId()));
        return Api.at(RunningSuite.suite().gateway())
                .with("Authorization", RunningSuite.suite().serviceApiToken())
                .with("X-Forwarded-For", "203.0.113.9")
                .with("X-Aiplugin-Connector-Identifier", shop.username());
    }

    /** An ability on the node, with a field for a picture and one for a mask, that gives back both. */
    private static void offerTwoPictures(ComfyNodeDouble node) {
        new ComfyuiShow(RunningSuite.suite().gateway(), RunningSuite.suite().adminPassword()).set(node.baseUrl());
        Api administrator = Shop.administrator();
        if (administrator.get("/api/admin/workflows/two_pictures").status() == 200) {
            return;
        }
        made(administrator.post("/api/admin/workflows", """
                {"id": "two_pictures", "action": "two_pictures", "name": "two pictures",
                 "definition": {
                   "11": {"class_type": "LoadImage", "inputs": {"image": "1.png"}},
                   "13": {"class_type": "SaveImage", "inputs": {"images": ["11", 0], "filename_prefix": "1"}},
                   "21": {"class_type": "LoadImage", "inputs": {"image": "2.png"}},
                   "23": {"class_type": "SaveImage", "inputs": {"images": ["21", 0], "filename_prefix": "2"}}},
                 "bindings": [
                   {"name": "image", "type": "image", "required": true,
                    "targets": [{"node": "11", "input": "image"}]},
                   {"name": "mask", "type": "image", "targets": [{"node": "21", "input": "image"}]}],
                 "outputs": ["13", "23"]}"""));
        made(administrator.post(
                "/api/admin/workflow-bindings", Map.of("workflowId", "two_pictures", "executorId", NODE)));
        made(administrator.post(
                "/api/admin/abilities",
                Map.of(
                        "provider",
                        "comfyui",
                        "category",
                        "edit",
                        "capabilityKey",
                        "two_pictures",
                        "displayName",
                        "Two pictures",
                        "status",
                        "active",
                        "abilityType",
                        "comfyui",
                        "requiresImage",
                        true,
                        "maxOutputImages",
                        2)));
    }

    private static void made(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    private static String address(Shop shop, int width) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, 16, BufferedImage.TYPE_INT_RGB), "png", png);
        return shop.api()
                .post("/api/media/v1/signed-download", Map.of("objectKey", shop.upload(png.toByteArray())))
                .text("/url");
    }

    private static int width(String address) throws IOException {
        return ImageIO.read(URI.create(address).toURL()).getWidth();
    }

    @Test
    void aStrangerIsRefused() {
        Answer refused = Api.at(RunningSuite.suite().gateway())
                .with("X-Forwarded-For", "203.0.113.9")
                .post(UPSCALE, Map.of("url", "https://shop.example/cat.png"));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.errorCode()).isEqualTo("INTERNAL_ONLY");
    }

    private static JsonNode document(Api coze) {
        return coze.get("/api/coze/podi/openapi.json").body();
    }
}
