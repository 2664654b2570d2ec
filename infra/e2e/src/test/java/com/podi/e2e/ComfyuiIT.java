package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.comfydouble.ComfyNodeDouble;
import com.podi.comfydouble.Faults.OnPrompt;
import com.podi.comfydouble.Faults.OnSocket;
import com.podi.comfydouble.Release;
import com.podi.launcher.Suite;
import com.podi.launcher.demo.ComfyuiShow;
import com.podi.testsupport.Api;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workflows on a ComfyUI node, through the gateway; and what becomes of tasks and points when the node or the worker fails. */
class ComfyuiIT {

    private static final int POINTS = 30;
    private static final String EXECUTOR = "comfyui-demo";

    private ComfyNodeDouble node;

    @BeforeEach
    void addNode() {
        node = ComfyNodeDouble.start(Release.V0_33);
        new ComfyuiShow(RunningSuite.suite().gateway(), RunningSuite.suite().adminPassword()).set(node.baseUrl());
    }

    @AfterEach
    void removeNode() {
        node.close();
    }

    @Test
    void aPictureIsUpscaledOnTheNodePaidAndLoggedWithIt() throws IOException {
        Shop shop = Shop.open();
        String taskId = submit(shop);

        completedAndPaidOnce(shop, taskId);
        isTwiceAsLarge(shop, taskId);

        Api administrator = Shop.administrator();
        await().atMost(Shop.EVENTUALLY)
                .until(() -> administrator
                                .get("/api/admin/abilities/comfyui_upscale/logs?limit=100")
                                .data("/items")
                                .valueStream()
                                .filter(row -> row.get("taskId").asString().equals(taskId))
                                .filter(row -> row.get("executorId").asString().equals(EXECUTOR))
                                .filter(row ->
                                        row.get("costAmount").decimalValue().doubleValue() == 0.30)
                                .filter(row -> row.get("points").asInt() == POINTS)
                                .count()
                        == 1);
    }

    @Test
    void theNodeThatTheCommandLineAddsComesWithItsWorkflows() throws Exception {
        Suite suite = RunningSuite.up("--with-comfyui");
        try {
            Shop shop = Shop.open();
            String taskId = submit(shop);

            completedAndPaidOnce(shop, taskId);
            isTwiceAsLarge(shop, taskId);
            assertThat(node.executed()).as("done by the other one").isZero();
            assertThat(suite.isHealthy("comfyui-node")).isTrue();
        } finally {
            suite.stop("comfyui-node");
        }
    }

    @Test
    void aKilledWorkersPromptIsFoundAgainAndPaidOnce() throws InterruptedException {
        Shop shop = Shop.open();
        node.hold();
        String taskId = submit(shop);
        await().atMost(Shop.EVENTUALLY).until(() -> node.running().isPresent());

        RunningSuite.crash("task-worker");
        node.letGo();

        completedAndPaidOnce(shop, taskId);
        assertThat(node.requests("POST", "/prompt")).hasSize(1);
        assertThat(node.executed()).isEqualTo(1);
    }

    @Test
    void aNodeThatForgetsEverythingIsAskedAgain() {
        Shop shop = Shop.open();
        node.hold();
        String taskId = submit(shop);
        await().atMost(Shop.EVENTUALLY).until(() -> node.running().isPresent());

        node.restart(Duration.ofSeconds(1));

        completedAndPaidOnce(shop, taskId);
        assertThat(node.executed()).isEqualTo(1);
    }

    @Test
    void aFileThatIsNeverThereCostsNothingAndASilentSocketNoMoreThanTime() {
        Shop shop = Shop.open();
        node.faults().sockets(OnSocket.SILENT);
        node.faults().nextAnswers("GET", "/history", 200, "text/html", "<html>Bad Gateway</html>");
        for (int attempt = 0; attempt < 3; attempt++) {
            node.faults().nextPrompt(OnPrompt.FILE_MISSING);
        }
        String failing = submit(shop);

        await().atMost(Shop.EVENTUALLY).until(() -> shop.status(failing).equals("failed"));
        await().atMost(Shop.EVENTUALLY).until(() -> shop.frozen() == 0);
        assertThat(shop.balance()).isEqualTo(500);
        assertThat(shop.api().get("/api/ability-tasks/" + failing).text("/errorCode"))
                .isEqualTo("EXECUTOR_ERROR");

        completedAndPaidOnce(shop, submit(shop));
    }

    private static String submit(Shop shop) {
        return shop.submit("comfyui_upscale", Map.of("scale", 2), shop.upload(Shop.smallPicture()))
                .text("/taskId");
    }

    /** Of 24 x 16 pixels. */
    private static void isTwiceAsLarge(Shop shop, String taskId) throws IOException {
        String link = shop.api()
                .post(
                        "/api/media/v1/signed-download",
                        Map.of("objectKey", shop.task(taskId).text("/resultPayload/images/0/objectKey")))
                .text("/url");
        BufferedImage result = ImageIO.read(URI.create(link).toURL());
        assertThat(result.getWidth()).isEqualTo(48);
        assertThat(result.getHeight()).isEqualTo(32);
    }

    private static void completedAndPaidOnce(Shop shop, String taskId) {
        await().atMost(Shop.EVENTUALLY)
                .untilAsserted(() -> assertThat(shop.status(taskId)).isEqualTo("completed"));
        await().atMost(Shop.EVENTUALLY).untilAsserted(() -> {
            assertThat(shop.charges()).isEqualTo(1);
            assertThat(shop.frozen()).isZero();
        });
        assertThat(shop.balance()).isEqualTo(500 - POINTS);
    }
}
