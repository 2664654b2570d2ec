package com.podi.launcher.demo;

import java.awt.Dimension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import tools.jackson.databind.JsonNode;

/** What PODI is for, in one walk through the gateway: a new user has a photo upscaled, twice, and pays for it. */
public final class DemoJourney {

    private static final int SCALE = 2;
    private static final int WELCOME_POINTS = 500;
    private static final Duration EVENTUALLY = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final DemoClient client;
    private final Path directory;
    private final PrintStream out;
    private final Instant begin = Instant.now();

    public DemoJourney(URI gateway, Path directory, PrintStream out) {
        this.client = new DemoClient(gateway);
        this.directory = directory;
        this.out = out;
    }

    /**
     * What came of it.
     *
     * @param pictures the upscaled pictures
     * @param charges points of each charge in the ledger, the newest first
     * @param balance points left to spend
     */
    public record Outcome(List<Path> pictures, List<Long> charges, long balance) {}

    public Outcome run() throws IOException {
        Files.createDirectories(directory);
        byte[] photo = photo();
        Dimension size = sizeOf(photo);
        String username = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        String password = UUID.randomUUID().toString();

        client.post(
                "/api/auth/register",
                Map.of("username", username, "password", password, "email", username + "@example.com"));
        say("registered %s", username);
        client.useToken(client.post("/api/auth/login", Map.of("username", username, "password", password))
                .get("token")
                .asString());
        say("logged in");
        eventually("the welcome grant", () -> balance() == WELCOME_POINTS);
        say("received %d points", WELCOME_POINTS);

        String objectKey = upload(username, photo);
        say("uploaded a photo of %d x %d pixels straight to the object store", size.width, size.height);

        JsonNode invoked = client.post("/api/abilities/podi_upscale/invoke", upscale(objectKey));
        Path first =
                download("synchronous", size, invoked.at("/images/0/objectKey").asString());
        say("upscaled it synchronously in %d ms", invoked.get("durationMs").asLong());

        JsonNode task = client.post("/api/ability-tasks", taskOf(objectKey));
        String taskId = task.get("taskId").asString();
        say("submitted task %s", taskId);
        client.follow("/api/ability-tasks/" + taskId + "/events", this::report);
        JsonNode finished = client.get("/api/ability-tasks/" + taskId);
        Path second = download(
                "asynchronous",
                size,
                finished.at("/resultPayload/images/0/objectKey").asString());

        eventually("the charges", () -> charges().size() == 2);
        List<Long> charges = charges();
        say("the ledger shows %d charges of %s points, %d are left", charges.size(), charges, balance());
        out.println(first.toAbsolutePath());
        out.println(second.toAbsolutePath());
        return new Outcome(List.of(first, second), charges, balance());
    }

    private String upload(String username, byte[] photo) {
        JsonNode grant = client.post(
                "/api/media/v1/sts",
                Map.of(
                        "taskId", "upload-" + username,
                        "action", "upscale",
                        "fileName", "cat.png",
                        "mimeType", "image/png",
                        "fileSize", photo.length,
                        "channel", "demo"));
        client.upload(grant.get("uploadUrl").asString(), "image/png", photo);
        String objectKey = grant.get("objectKey").asString();
        client.post("/api/media/v1/complete", Map.of("objectKey", objectKey));
        return objectKey;
    }

    private static Map<String, Object> upscale(String objectKey) {
        return Map.of("inputs", Map.of("scale", SCALE), "images", List.of(Map.of("objectKey", objectKey)));
    }

    private static Map<String, Object> taskOf(String objectKey) {
        return Map.of(
                "abilityId", "podi_upscale",
                "inputs", Map.of("scale", SCALE),
                "images", List.of(Map.of("objectKey", objectKey)));
    }

    private void report(String event, JsonNode data) {
        switch (event) {
            case "progress" -> say("progress %d %%", data.get("progress").asInt());
            case "log" -> say("the journal says: %s", data.get("message").asString());
            case "output" ->
                say(
                        "a picture of %d x %d pixels is there",
                        data.at("/image/width").asInt(),
                        data.at("/image/height").asInt());
            case "failed", "canceled" ->
                throw new DemoFailedException("the task has %s: %s".formatted(event, data.get("errorMessage")));
            default -> say("the task is %s", data.get("status").asString());
        }
    }

    private Path download(String name, Dimension original, String objectKey) throws IOException {
        String url = client.post("/api/media/v1/signed-download", Map.of("objectKey", objectKey))
                .get("url")
                .asString();
        Path file = directory.resolve("cat-%dx-%s.png".formatted(SCALE, name));
        client.download(url, file);
        Dimension size = sizeOf(Files.readAllBytes(file));
        if (size.width != SCALE * original.width || size.height != SCALE * original.height) {
            throw new DemoFailedException("the result has %d x %d pixels".formatted(size.width, size.height));
        }
        say("downloaded the result of %d x %d pixels", size.width, size.height);
        return file;
    }

    private long balance() {
        return client.get("/api/wallet/v1/statistics").get("balance").asLong();
    }

    private List<Long> charges() {
        JsonNode items = client.get("/api/wallet/v1/transactions?type=CHARGE").get("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.get("points").asLong())
                .toList();
    }

    private static void eventually(String what, Supplier<Boolean> happened) {
        Instant deadline = Instant.now().plus(EVENTUALLY);
        while (!happened.get()) {
            if (Instant.now().isAfter(deadline)) {
                throw new DemoFailedException("%s did not come within %s".formatted(what, EVENTUALLY));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("interrupted");
        }
    }

    private void say(String format, Object... arguments) {
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        out.printf("[%5.1f s] %s%n", seconds, format.formatted(arguments));
    }

    private static byte[] photo() throws IOException {
        try (InputStream photo = DemoJourney.class.getResourceAsStream("cat.png")) {
            if (photo == null) {
                throw new IllegalStateException("the photo is missing from the class path");
            }
            return photo.readAllBytes();
        }
    }

    private static Dimension sizeOf(byte[] picture) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new DemoFailedException("the result is not a picture");
            }
            ImageReader reader = readers.next();
            reader.setInput(stream);
            return new Dimension(reader.getWidth(0), reader.getHeight(0));
        }
    }
}
