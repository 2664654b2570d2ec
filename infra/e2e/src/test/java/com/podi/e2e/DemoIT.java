package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.launcher.demo.DemoJourney;
import com.podi.testsupport.Api;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoIT {

    @Test
    void theDemoEndsWithTwoPicturesAndTwoCharges() throws Exception {
        DemoJourney.Outcome outcome = new DemoJourney(
                        RunningSuite.suite().gateway(), RunningSuite.directory().resolve("demo"), System.out)
                .run();

        assertThat(outcome.pictures()).hasSize(2).allSatisfy(picture -> assertThat(picture)
                .isNotEmptyFile());
        assertThat(outcome.charges()).containsExactly(10L, 10L);
        assertThat(outcome.balance()).isEqualTo(480);
    }

    @Test
    void everyCallLeavesOneRowInTheLog() {
        Shop shop = Shop.open();
        String objectKey = shop.upload();
        String taskId =
                shop.submit("podi_upscale", Map.of("scale", 2), objectKey).text("/taskId");

        await().atMost(Shop.EVENTUALLY).until(() -> shop.status(taskId).equals("completed"));

        Api administrator = Shop.administrator();
        await().atMost(Shop.EVENTUALLY)
                .until(() -> administrator
                                .get("/api/admin/abilities/podi_upscale/logs?limit=100")
                                .data("/items")
                                .valueStream()
                                .filter(row -> row.get("taskId").asString().equals(taskId))
                                .filter(row -> row.get("status").asString().equals("completed"))
                                .filter(row -> row.get("points").asInt() == 10)
                                .count()
                        == 1);
    }
}
