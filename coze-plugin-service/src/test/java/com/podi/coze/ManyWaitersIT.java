package com.podi.coze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With four threads for requests, whatever the JDK. */
class ManyWaitersIT extends CozeServiceIT {

    private static final int WAITERS = 150;

    private int callers;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @DynamicPropertySource
    static void fewThreads(DynamicPropertyRegistry registry) {
        registry.add("spring.threads.virtual.enabled", () -> "false");
        registry.add("server.tomcat.threads.max", () -> "4");
    }

    @Test
    void waitingHoldsNoThread() {
        List<String> tasks =
                IntStream.range(0, WAITERS).mapToObj("waited-for-%d"::formatted).toList();
        tasks.forEach(task -> PLATFORM.becomes(task, "running"));

        List<CompletableFuture<HttpResponse<String>>> waiting = IntStream.range(0, WAITERS)
                .mapToObj(number -> number % 3 == 0 ? byMcp(tasks.get(number)) : byCoze(tasks.get(number)))
                .toList();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            return PLATFORM.lookedAt().containsAll(tasks);
        });

        assertThat(stranger().get(DOCUMENT).status()).isEqualTo(200);
        tasks.forEach(task -> PLATFORM.becomes(task, "completed"));
        assertThat(waiting).allSatisfy(answer -> {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).contains("\"status\":\"completed\"");
        });
    }

    private CompletableFuture<HttpResponse<String>> byCoze(String task) {
        return post(TASK_GET, "{\"taskId\":\"%s\",\"waitSeconds\":20}".formatted(task));
    }

    private CompletableFuture<HttpResponse<String>> byMcp(String task) {
        return post("/api/coze/podi/mcp", """
                {"jsonrpc":"2.0","id":1,"method":"tools/call",
                 "params":{"name":"podi_task_get","arguments":{"taskId":"%s","waitSeconds":20}}}""".formatted(task));
    }

    private CompletableFuture<HttpResponse<String>> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Forwarded-For", "10.1.200." + callers++ % 250)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }
}
