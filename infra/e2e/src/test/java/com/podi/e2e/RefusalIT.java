package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalIT {

    private final Api gateway = Api.at(RunningSuite.suite().gateway());

    @Test
    void aWrongInputIsNamedAndCostsNothing() {
        Shop shop = Shop.open();
        String objectKey = shop.upload();

        Answer refused = shop.invoke("podi_upscale", Map.of("scale", 3), objectKey);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("ABILITY_INPUT_INVALID");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("scale");
        assertThat(refused.body().at("/error/details/0/message").asString()).isEqualTo("缩放倍数必须是2、4或8");
        assertThat(refused.body().at("/traceId").asString()).hasSize(32);
        assertThat(shop.balance()).isEqualTo(500);
        assertThat(shop.api()
                        .get("/api/ability-tasks")
                        .data("/pagination/total")
                        .asInt())
                .isZero();
    }

    @Test
    void aRefusedCallHasItsRowInTheLogAndIsNoTask() {
        Shop shop = Shop.open();
        Answer refused = shop.invoke("podi_upscale", Map.of("scale", 3, "apiKey", "hunter2"), shop.upload());
        shop.invoke("no_such_ability", Map.of(), shop.upload());

        Api administrator = Shop.administrator();
        String ofUser = "/api/admin/abilities/logs?userId=" + shop.userId();
        await().atMost(Shop.EVENTUALLY)
                .until(() -> administrator.get(ofUser).data("/pagination/total").asInt() > 0);
        Answer logs = administrator.get(ofUser);
        assertThat(logs.data("/pagination/total").asInt()).isEqualTo(1);
        assertThat(logs.text("/items/0/status")).isEqualTo("rejected");
        assertThat(logs.text("/items/0/errorCode")).isEqualTo("ABILITY_INPUT_INVALID");
        assertThat(logs.text("/items/0/traceId"))
                .isEqualTo(refused.body().at("/traceId").asString());
        assertThat(logs.data("/items/0/requestSummary").toString()).isEqualTo("{\"scale\":3,\"apiKey\":\"***\"}");
        assertThat(shop.api().get("/api/statistics/me").data("/totalTasks").asInt())
                .isZero();
    }

    @Test
    void anotherUsersPicturesAndTasksDoNotExist() {
        Shop owner = Shop.open();
        Shop stranger = Shop.open();
        String objectKey = owner.upload();
        String taskId =
                owner.submit("podi_upscale", Map.of("scale", 2), objectKey).text("/taskId");

        assertThat(stranger.task(taskId).errorCode()).isEqualTo("3001");
        assertThat(stranger.api()
                        .get("/api/ability-tasks/" + taskId + "/details")
                        .errorCode())
                .isEqualTo("3001");
        assertThat(stranger.invoke("podi_upscale", Map.of(), objectKey).status())
                .isEqualTo(404);
        assertThat(stranger.api()
                        .post("/api/media/v1/signed-download", Map.of("objectKey", objectKey))
                        .errorCode())
                .isEqualTo("MEDIA_DOWNLOAD_DENIED");
        assertThat(stranger.balance()).isEqualTo(500);
    }

    @Test
    void whoIsNotLoggedInGetsNowhereButToTheCatalogue() {
        assertThat(gateway.get("/api/ability-tasks").errorCode()).isEqualTo("1003");
        assertThat(gateway.get("/api/wallet/v1/statistics").errorCode()).isEqualTo("1003");
        assertThat(gateway.get("/api/abilities").status()).isEqualTo(200);
    }

    @Test
    void whatIsInternalIsNotReachedFromOutside() {
        Api administrator = Shop.administrator();

        assertThat(administrator.get("/internal/abilities").errorCode()).isEqualTo("NOT_FOUND");
        assertThat(administrator
                        .with("X-Podi-Acting-User", "somebody-else")
                        .get("/api/auth/me")
                        .text("/username"))
                .isEqualTo("admin");
    }

    @Test
    void addressesInsideAreNotFetchedForAnybody() {
        Shop shop = Shop.open();

        for (String url :
                List.of("http://169.254.169.254/latest", "http://127.0.0.1:8099/x.png", "file:///etc/passwd")) {
            Answer refused =
                    shop.api().post("/api/ability-tasks", Map.of("abilityId", "podi_upscale", "imageUrl", url));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorCode()).isEqualTo("URL_NOT_ALLOWED");
        }
        assertThat(shop.balance()).isEqualTo(500);
    }

    @Test
    void whoHasNoPointsLeftIsToldSoAndNothingIsRun() {
        Shop shop = Shop.open();
        String objectKey = shop.upload();
        shop.api()
                .post(
                        "/api/wallet/v1/freeze",
                        Map.of(
                                "userId",
                                shop.api().get("/api/auth/me").text("/id"),
                                "taskId",
                                "saved",
                                "action",
                                "saving",
                                "points",
                                495));

        Answer refused = shop.api()
                .with("Accept-Language", "en")
                .post(
                        "/api/ability-tasks",
                        Map.of(
                                "abilityId",
                                "podi_upscale",
                                "taskId",
                                "not-paid-for",
                                "images",
                                List.of(Map.of("objectKey", objectKey))));

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.body().at("/message").asString()).isEqualTo("There are not enough points");
        assertThat(shop.task("not-paid-for").errorCode()).isEqualTo("3001");
    }
}
