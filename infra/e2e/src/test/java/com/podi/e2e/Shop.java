package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A user of the suite and what they do, through the gateway. */
final class Shop {

    static final Duration EVENTUALLY = Duration.ofMinutes(2);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Api api;

    private Shop(Api api) {
        this.api = api;
    }

    /** A new user, logged in, with the welcome grant. */
    static Shop open() {
        Api gateway = Api.at(RunningSuite.suite().gateway());
        String username = "shop-" + UUID.randomUUID().toString().substring(0, 8);
        String password = UUID.randomUUID().toString();
        Answer registered = gateway.post(
                "/api/auth/register",
                Map.of("username", username, "password", password, "email", username + "@example.com"));
        assertThat(registered.status()).as("%s", registered.body()).isEqualTo(201);
        Shop shop = new Shop(gateway.as(login(gateway, username, password)));
        await().atMost(EVENTUALLY).until(() -> shop.balance() == 500);
        return shop;
    }

    static Api administrator() {
        Api gateway = Api.at(RunningSuite.suite().gateway());
        return gateway.as(login(gateway, "admin", RunningSuite.suite().adminPassword()));
    }

    private static String login(Api gateway, String username, String password) {
        return gateway.post("/api/auth/login", Map.of("username", username, "password", password))
                .text("/token");
    }

    Api api() {
        return api;
    }

    /** Uploads the photo of the demo and has it recorded. */
    String upload() {
        byte[] photo = photo();
        Answer grant = api.post(
                "/api/media/v1/sts",
                Map.of(
                        "taskId", "upload-" + UUID.randomUUID(),
                        "action", "upscale",
                        "fileName", "cat.png",
                        "mimeType", "image/png",
                        "fileSize", photo.length,
                        "channel", "e2e"));
        assertThat(put(grant.text("/uploadUrl"), photo)).isEqualTo(200);
        String objectKey = grant.text("/objectKey");
        assertThat(api.post("/api/media/v1/complete", Map.of("objectKey", objectKey))
                        .status())
                .isEqualTo(200);
        return objectKey;
    }

    Answer submit(String abilityId, Map<String, ?> inputs, String objectKey) {
        return api.post(
                "/api/ability-tasks",
                Map.of("abilityId", abilityId, "inputs", inputs, "images", List.of(Map.of("objectKey", objectKey))));
    }

    Answer invoke(String abilityId, Map<String, ?> inputs, String objectKey) {
        return api.post(
                "/api/abilities/%s/invoke".formatted(abilityId),
                Map.of("inputs", inputs, "images", List.of(Map.of("objectKey", objectKey))));
    }

    Answer task(String taskId) {
        return api.get("/api/ability-tasks/" + taskId);
    }

    String status(String taskId) {
        return task(taskId).text("/status");
    }

    long balance() {
        return api.get("/api/wallet/v1/statistics").data("/balance").asLong(-1);
    }

    long frozen() {
        return api.get("/api/wallet/v1/statistics").data("/frozen").asLong(-1);
    }

    long charges() {
        return api.get("/api/wallet/v1/transactions?type=CHARGE")
                .data("/pagination/total")
                .asLong(-1);
    }

    private static int put(String url, byte[] bytes) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "image/png")
                .PUT(BodyPublishers.ofByteArray(bytes))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] photo() {
        try (InputStream photo = Shop.class.getResourceAsStream("/com/podi/launcher/demo/cat.png")) {
            return photo.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
