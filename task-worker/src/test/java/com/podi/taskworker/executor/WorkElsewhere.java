package com.podi.taskworker.executor;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.springframework.stereotype.Component;

/** A provider that works elsewhere: a job goes on whether somebody waits for it or not, and is found again by its name. */
@Component
public class WorkElsewhere implements Executor {

    static final String PROVIDER = "elsewhere";

    volatile boolean endsAbandonedWork = true;
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger throttled = new AtomicInteger();
    private final Map<String, CountDownLatch> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger yielded = new AtomicInteger();
    private final HttpServer web;

    WorkElsewhere() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/picture", exchange -> {
            byte[] picture = picture(30);
            exchange.sendResponseHeaders(200, picture.length);
            exchange.getResponseBody().write(picture);
            exchange.close();
        });
        web.start();
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public boolean worksElsewhere() {
        return true;
    }

    @Override
    public ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException {
        Usage usage = new Usage("model-7", null, null);
        return switch (execution.capability()) {
            case "slow" -> {
                waitFor(execution);
                yield new ExecutionResult(List.of(Output.image(new Output.InMemory(picture(20)))), usage);
            }
            case "all-forms" ->
                new ExecutionResult(
                        List.of(
                                Output.image(new Output.InBase64("data:image/png;base64," + base64(picture(10)))),
                                Output.image(new Output.Streamed(() -> new ByteArrayInputStream(picture(20)))),
                                Output.image(new Output.AtUrl("http://127.0.0.1:%d/picture"
                                        .formatted(web.getAddress().getPort())))),
                        usage);
            case "all-kinds" ->
                new ExecutionResult(
                        List.of(
                                Output.text("a red disc"),
                                Output.video(new Output.InMemory(
                                        "\0\0\0\u0018ftypmp42".getBytes(StandardCharsets.ISO_8859_1))),
                                Output.asset(new Output.InMemory(new byte[] {1, 2, 3}), "model.glb"),
                                Output.image(new Output.InMemory(picture(10)))),
                        usage);
            case "broken-once" ->
                ExecutionResult.of(Output.image(new Output.InMemory(
                        yielded.getAndIncrement() == 0
                                ? "<html>Bad gateway</html>".getBytes(StandardCharsets.UTF_8)
                                : picture(20))));
            case "nothing" -> ExecutionResult.of();
            case "refuse" ->
                throw ExecutionFailedException.ofCaller(ErrorCode.ABILITY_INPUT_INVALID, "no such style")
                        .explained(new Text("没有这种风格", "there is no such style"));
            case "throttled-once" -> {
                if (throttled.getAndIncrement() == 0) {
                    throw ExecutionFailedException.ofExecutor(ErrorCode.RATE_LIMITED, "slow down", null)
                            .retryAfter(Duration.ofSeconds(4));
                }
                yield ExecutionResult.of(Output.text("done"));
            }
            case "fail" -> throw ExecutionFailedException.ofExecutor(ErrorCode.EXECUTOR_ERROR, "out of memory", null);
            default -> {
                execution.reports().progress(50);
                execution.reports().log(Reports.Level.INFO, new Text("步骤 12/20\n", "step 12/20\n"));
                yield new ExecutionResult(List.of(Output.image(new Output.InMemory(picture(20)))), usage);
            }
        };
    }

    private void waitFor(Execution execution) throws ExecutionFailedException, InterruptedException {
        String name = execution.handle();
        execution.reports().progress(50);
        if (name == null) {
            name = UUID.randomUUID().toString();
            execution.reports().keep(name);
            begun.incrementAndGet();
            jobs.put(name, new CountDownLatch(1));
        }
        jobs.getOrDefault(name, new CountDownLatch(0)).await();
        jobs.remove(name);
    }

    @Override
    public boolean endsAbandonedWork() {
        return endsAbandonedWork;
    }

    @Override
    public void abandon(Plan.Candidate candidate, String handle) {
        jobs.remove(handle);
    }

    int atWork() {
        return jobs.size();
    }

    void release() {
        yielded.set(0);
        throttled.set(0);
        jobs.values().forEach(CountDownLatch::countDown);
    }

    static byte[] picture(int width) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(width, 10, BufferedImage.TYPE_INT_RGB), "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
