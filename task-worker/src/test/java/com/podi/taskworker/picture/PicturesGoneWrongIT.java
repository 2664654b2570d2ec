package com.podi.taskworker.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.WalletClient;
import com.podi.taskworker.MediaDouble;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.Lanes;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskImage;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import com.podi.testsupport.ServiceIT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** Pictures that were good when they were named and are not when they are fetched, or stored: who is told what, and pays. */
@ServiceIT
@TestPropertySource(properties = {"PODI_EGRESS_ALLOW=127.0.0.0/8", "podi.egress.patience=PT6S"})
class PicturesGoneWrongIT {

    private static final MediaDouble MEDIA = media();
    private static final Duration SOON = Duration.ofSeconds(30);

    private static HttpServer web;

    @MockitoBean
    private WalletClient wallet;

    @Autowired
    private PictureAddresses addresses;

    @Autowired
    private Lanes lanes;

    @Autowired
    private TaskQueue queue;

    @Autowired
    private Tasks tasks;

    private static MediaDouble media() {
        try {
            return new MediaDouble();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        MEDIA.standIn(registry);
    }

    @BeforeAll
    static void serve() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(Executors.newCachedThreadPool());
        web.createContext("/drips", PicturesGoneWrongIT::drip);
        web.createContext("/pours", PicturesGoneWrongIT::pour);
        web.createContext("/breaks", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        web.createContext("/leads-inside", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        web.createContext("/gone", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        web.start();
    }

    @AfterAll
    static void stop() {
        web.stop(0);
    }

    @BeforeEach
    void hold() {
        HoldView view = new HoldView("hold", 1, 0, "RELEASED", Instant.now());
        when(wallet.release(any())).thenReturn(ApiResponse.ok(view));
        when(wallet.confirm(any())).thenReturn(ApiResponse.ok(view));
    }

    @ParameterizedTest
    @CsvSource({
        "drips, IMAGE_DOWNLOAD_FAILED, 2",
        "breaks, IMAGE_DOWNLOAD_FAILED, 2",
        "gone, IMAGE_DOWNLOAD_FAILED, 1",
        "pours, IMAGE_TOO_LARGE, 1",
        "leads-inside, URL_NOT_ALLOWED, 1"
    })
    void aPictureThatGoesWrongWhileItIsFetchedFailsTheTaskAndGivesThePointsBack(
            String path, ErrorCode error, int attempts) {
        NewTask task = SomeTask.with("ann", plan(2), elsewhere(path));

        AbilityTask ended = ended(task);

        assertThat(ended.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(ended.error()).isEqualTo(error);
        assertThat(ended.attempt()).isEqualTo(attempts);
        pointsComeBack(ended);
    }

    @Test
    void aPictureThatOurStoreDoesNotGiveOutIsNoFaultOfTheCaller() {
        MEDIA.failNext(1);

        AbilityTask ended = ended(SomeTask.with("ann", plan(1), stored()));

        assertThat(ended.error()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        pointsComeBack(ended);
    }

    @Test
    void aStoreThatIsAwayForAMomentDelaysAndDoesNotFail() {
        MEDIA.failNext(1);

        AbilityTask ended = ended(SomeTask.with("ann", plan(2), stored()));

        assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(ended.attempt()).isEqualTo(2);
    }

    @Test
    void aResultThatIsTooLargeIsNoFaultOfTheCallerAndIsNotMadeAgain() {
        MEDIA.refuseNext("2002");

        AbilityTask ended = ended(SomeTask.with("ann", plan(3), stored()));

        assertThat(ended.error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(ended.errorMessage().in(Locale.ENGLISH)).contains("larger than a result may be");
        assertThat(ended.attempt()).isEqualTo(1);
        pointsComeBack(ended);
    }

    private void pointsComeBack(AbilityTask task) {
        verify(wallet, timeout(SOON.toMillis()).times(1))
                .release(argThat(request -> request.holdId().equals("hold_" + task.taskId())));
        verify(wallet, never()).confirm(argThat(request -> request.holdId().equals("hold_" + task.taskId())));
        assertThat(MEDIA.resultsOf(task.taskId())).isEmpty();
    }

    private AbilityTask ended(NewTask task) {
        lanes.introduce(task.plan());
        queue.submit(task, Lane.BUILT_IN_TOOLS, Duration.ZERO);
        queue.enqueue(task.taskId(), Optional.of("hold_" + task.taskId()));
        await().atMost(SOON).until(() -> tasks.find(task.taskId()).orElseThrow().hasEnded());
        return tasks.find(task.taskId()).orElseThrow();
    }

    private static Plan plan(int attempts) {
        return SomeTask.plan("podi_upscale", "podi", "upscale", new Plan.Limits(60, attempts, 1, null));
    }

    private TaskImage elsewhere(String path) {
        URI address =
                URI.create("http://127.0.0.1:%d/%s".formatted(web.getAddress().getPort(), path));
        return addresses.elsewhere("image", "ann", address, "picture.png");
    }

    private static TaskImage stored() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
            String key = MEDIA.put("in.png", "image/png", bytes.toByteArray());
            return TaskImage.stored("image", key, "in.png", bytes.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A byte now and then, and never an end. */
    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (int second = 0; second < 300; second++) {
                body.write('x');
                body.flush();
                Thread.sleep(200);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** As fast as it is read, without a length. */
    private static void pour(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] chunk = new byte[64 * 1024];
        try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
                body.write(chunk);
            }
        }
    }
}
