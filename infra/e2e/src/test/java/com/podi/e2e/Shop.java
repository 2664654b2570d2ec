package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A user of the suite and what they do, through the gateway. */
final class Shop {

    static final Duration EVENTUALLY = Duration.ofMinutes(2);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final AtomicInteger LOGINS = new AtomicInteger();

    private final String username;
    private final String password;
    private final String token;
    private final Api api;

    private Shop(String username, String password) {
        this.username = username;
        this.password = password;
        this.token = login(username, password);
        this.api = gateway().as(token);
    }

    /** A new user, logged in, with the welcome grant. */
    static Shop open() {
        String username = "shop-" + UUID.randomUUID().toString().substring(0, 8);
        String password = UUID.randomUUID().toString();
        Answer registered = gateway()
                .post(
                        "/api/auth/register",
                        Map.of("username", username, "password", password, "email", username + "@example.com"));
        assertThat(registered.status()).as("%s", registered.body()).isEqualTo(201);
        Shop shop = new Shop(username, password);
        await().atMost(EVENTUALLY).until(() -> shop.balance() == 500);
        return shop;
    }

    static Api administrator() {
        return gateway().as(login("admin", RunningSuite.suite().adminPassword()));
    }

    /** From an address that nobody else comes from: how often one may log in is counted by address. */
    private static String login(String username, String password) {
        return gateway()
                .with("X-Forwarded-For", "2001:db8:0:%x::1".formatted(LOGINS.incrementAndGet()))
                .post("/api/auth/login", Map.of("username", username, "password", password))
                .text("/token");
    }

    private static Api gateway() {
        return Api.at(RunningSuite.suite().gateway());
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    String token() {
        return token;
    }

    /** The token of a session of its own. */
    String login() {
        return login(username, password);
    }

    Api another() {
        return gateway().as(login());
    }

    Api api() {
        return api;
    }

    String userId() {
        return api.get("/api/auth/me").text("/id");
    }

    /** The user's points become more by so many. */
    void grant(long points) {
        String userId = userId();
        long before = balance();
        assertThat(administrator()
                        .post(
                                "/api/wallet/v1/grants",
                                Map.of("userId", userId, "points", points, "reason", "for the test"))
                        .status())
                .isEqualTo(200);
        assertThat(balance()).isEqualTo(before + points);
    }

    /** The same user, at one process of a service instead of the gateway. */
    Api onPort(int port) {
        return Api.onPort(port).as(token);
    }

    static Map<String, Object> denoise(String objectKey, int strength) {
        return Map.of(
                "abilityId", "podi_denoise",
                "inputs", Map.of("strength", strength),
                "images", List.of(Map.of("objectKey", objectKey)));
    }

    static Map<String, Object> denoiseLater(String objectKey, Duration delay) {
        Map<String, Object> task = new HashMap<>(denoise(objectKey, 1));
        task.put("notBefore", Instant.now().plus(delay).toString());
        return task;
    }

    /** Enlarged so far that a task with it takes a second or two of a core: there is something to interrupt. */
    String largePicture() {
        return invoke("podi_upscale", Map.of("scale", 4), upload()).text("/images/0/objectKey");
    }

    /** @return the ids of the tasks */
    List<String> submitSlowTasks(int count) {
        String large = largePicture();
        return IntStream.range(0, count)
                .mapToObj(number ->
                        submit("podi_denoise", Map.of("strength", 5), large).text("/taskId"))
                .toList();
    }

    /** One that is worked on in no time. */
    static byte[] smallPicture() {
        return picture(24, 16);
    }

    static byte[] picture(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    /** Uploads the photo of the demo and has it recorded. */
    String upload() {
        return upload(photo());
    }

    String upload(byte[] photo) {
        Answer grant = grantUpload(photo);
        put(grant, photo);
        return grant.text("/objectKey");
    }

    Answer grantUpload(byte[] photo) {
        return api.post(
                "/api/media/v1/sts",
                Map.of(
                        "taskId", "upload-" + UUID.randomUUID(),
                        "action", "upscale",
                        "fileName", "cat.png",
                        "mimeType", "image/png",
                        "fileSize", photo.length,
                        "channel", "e2e"));
    }

    /** Uploads what was granted, and says so. */
    void put(Answer grant, byte[] photo) {
        assertThat(put(grant.text("/uploadUrl"), photo)).isEqualTo(200);
        assertThat(api.post("/api/media/v1/complete", Map.of("objectKey", grant.text("/objectKey")))
                        .status())
                .isEqualTo(200);
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
