package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A talk with Coze that ends with a picture, paid by the account that the plug-in works for. */
class CozeIT {

    private static final String UPSCALE = "/api/coze/podi/tools/podi/upscale";
    private static final int POINTS = 10;

    @Test
    void aToolMakesARealPictureAndChargesTheAccount() throws IOException {
        Shop shop = Shop.open();
        RunningSuite.startAgain("coze-plugin-service", Map.of("PODI_COZE_ACCOUNT", shop.userId()));
        Api coze = Api.at(RunningSuite.suite().gateway())
                .with("Authorization", RunningSuite.suite().serviceApiToken())
                .with("X-Forwarded-For", "203.0.113.9")
                .with("X-Aiplugin-Connector-Identifier", shop.username());
        await().atMost(Shop.EVENTUALLY).until(() -> document(coze).at("/paths").has(UPSCALE));
        String picture = shop.api()
                .post("/api/media/v1/signed-download", Map.of("objectKey", shop.upload(Shop.smallPicture())))
                .text("/url");

        Answer answer = coze.post(UPSCALE, Map.of("url", picture, "scale", "2"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/status").asString())
                .as("%s", answer.body())
                .isEqualTo("completed");
        assertThat(ImageIO.read(URI.create(answer.body().at("/imageUrl").asString())
                                .toURL())
                        .getWidth())
                .isEqualTo(48);
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
