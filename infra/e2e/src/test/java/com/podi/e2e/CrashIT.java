package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code kill -9} in the middle of the work: no task is lost, none is paid for twice. */
class CrashIT {

    private static final int TASKS = 8;
    private static final int UPSCALE_POINTS = 10;
    private static final int DENOISE_POINTS = 5;

    @Test
    void theTasksOfAKilledWorkerAreTakenOverAndChargedOnce() {
        Shop shop = Shop.open();
        List<String> tasks = shop.submitSlowTasks(TASKS);
        await().atMost(Shop.EVENTUALLY).until(() -> anyIs(shop, tasks, "running"));

        RunningSuite.crash("task-worker");

        everyTaskIsCompletedAndPaidOnce(shop, tasks);
    }

    @Test
    void theTasksOfAKilledWalletAreSettledWhenItIsBack() {
        Shop shop = Shop.open();
        List<String> tasks = shop.submitSlowTasks(TASKS);
        RunningSuite.suite().kill("wallet-service");

        Answer refused = shop.submit("podi_upscale", Map.of("scale", 2), anyInputOf(shop));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
        await().atMost(Shop.EVENTUALLY)
                .until(() -> tasks.stream().allMatch(task -> shop.status(task).equals("completed")));

        RunningSuite.crash("wallet-service");

        everyTaskIsCompletedAndPaidOnce(shop, tasks);
        await().atMost(Shop.EVENTUALLY)
                .until(() -> shop.api()
                                .get("/api/ability-tasks?status=pending")
                                .data("/pagination/total")
                                .asInt()
                        == 0);
        assertThat(shop.api()
                        .get("/api/ability-tasks?status=failed")
                        .data("/tasks/0/errorCode")
                        .asString())
                .isEqualTo("SERVICE_UNAVAILABLE");
    }

    private static String anyInputOf(Shop shop) {
        return shop.api().get("/api/media/v1/objects").text("/items/0/objectKey");
    }

    private static boolean anyIs(Shop shop, List<String> tasks, String status) {
        return tasks.stream().anyMatch(task -> shop.status(task).equals(status));
    }

    private static void everyTaskIsCompletedAndPaidOnce(Shop shop, List<String> tasks) {
        await().atMost(Shop.EVENTUALLY).untilAsserted(() -> assertThat(tasks)
                .allSatisfy(task -> assertThat(shop.status(task)).isEqualTo("completed")));
        await().atMost(Shop.EVENTUALLY).untilAsserted(() -> {
            assertThat(shop.charges()).isEqualTo(1 + TASKS);
            assertThat(shop.frozen()).isZero();
        });
        assertThat(shop.balance()).isEqualTo(500 - UPSCALE_POINTS - TASKS * DENOISE_POINTS);
    }
}
