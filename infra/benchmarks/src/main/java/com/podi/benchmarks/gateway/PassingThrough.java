package com.podi.benchmarks.gateway;

import com.podi.benchmarks.Heap;
import com.podi.benchmarks.MarkdownTable;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Sends large bodies and many streams through our gateway and watches its heap meanwhile. */
final class PassingThrough {

    private static final int AT_ONCE = 4;
    private static final int UPLOADS = 34;
    private static final int UPLOAD_BYTES = 31 << 20;
    private static final int DOWNLOADS = 4;
    private static final int STREAMS = 200;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Contestants contestants;
    private final Heap heap;
    private final MarkdownTable table = new MarkdownTable(
            "", "passed MB", "live heap before MB", "at most meanwhile MB", "afterwards MB", "growth per 100 MB, MB");

    PassingThrough(Contestants contestants) {
        this.contestants = contestants;
        this.heap = new Heap(contestants.jdk(), contestants.gateway());
    }

    void measure() {
        watch(
                "uploads of 31 MB, 4 at once",
                UPLOADS,
                AT_ONCE,
                (double) UPLOADS * UPLOAD_BYTES / (1 << 20),
                this::upload);
        watch(
                "downloads of 256 MB, 4 at once",
                DOWNLOADS,
                AT_ONCE,
                (double) DOWNLOADS * Streams.DOWNLOAD_BYTES / (1 << 20),
                this::download);
        watch("200 event streams at once, 5 s", STREAMS, STREAMS, Double.NaN, this::events);
        System.out.println(table);
        System.out.println(
                "\nGoal: less than 1 MB per 100 MB passed, at any moment. Live is what a full collection leaves.");
    }

    private void watch(String what, int calls, int atOnce, double megabytes, Runnable call) {
        call.run();
        double before = heap.liveMb();
        double most = before;
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<CompletableFuture<Void>> running = IntStream.range(0, calls)
                    .mapToObj(number -> CompletableFuture.runAsync(call, threads))
                    .toList();
            CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                most = Math.max(most, heap.liveMb());
                pause();
            }
            all.join();
        } finally {
            threads.shutdown();
        }
        table.row(
                what,
                Double.isNaN(megabytes) ? "–" : "%.0f".formatted(megabytes),
                "%.1f".formatted(before),
                "%.1f".formatted(most),
                "%.1f".formatted(heap.liveMb()),
                Double.isNaN(megabytes) ? "–" : "%.2f".formatted(100 * (most - before) / megabytes));
    }

    private void upload() {
        byte[] block = new byte[1 << 20];
        expect200(request("/api/wallet/v1/upload")
                .POST(BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArrays(() -> IntStream.range(0, UPLOAD_BYTES >> 20)
                                .mapToObj(number -> block)
                                .iterator()),
                        UPLOAD_BYTES)));
    }

    private void download() {
        expect200(request("/api/wallet/v1/download"));
    }

    private void events() {
        expect200(request("/api/ability-tasks/events"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(contestants.ours().resolve(path))
                .header("Authorization", "Bearer " + TestTokens.start().user("ann"));
    }

    private void expect200(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                body.transferTo(OutputStream.nullOutputStream());
            }
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.build().uri() + ": " + response.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
