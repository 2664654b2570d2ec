package com.podi.launcher.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the API, as any shop would write one. */
final class DemoClient {

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI gateway;
    private @Nullable String token;

    DemoClient(URI gateway) {
        this.gateway = gateway;
    }

    void useToken(String accessToken) {
        token = accessToken;
    }

    /** @return what stands in {@code data} of the answer */
    JsonNode get(String path) {
        return call(to(path).GET());
    }

    /** @return false if there is no such thing */
    boolean has(String path) {
        return send(to(path).GET(), BodyHandlers.discarding()).statusCode() == 200;
    }

    JsonNode put(String path, Object body) {
        return call(to(path).PUT(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    JsonNode post(String path, Object body) {
        return call(to(path).POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    /** Puts bytes straight into the object store. */
    void upload(String url, String contentType, byte[] bytes) {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(PATIENCE)
                        .header("Content-Type", contentType)
                        .PUT(BodyPublishers.ofByteArray(bytes)),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new DemoFailedException("the object store answered %d to the upload".formatted(answer.statusCode()));
        }
    }

    void download(String url, Path file) {
        HttpResponse<Path> answer =
                send(HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).GET(), BodyHandlers.ofFile(file));
        if (answer.statusCode() != 200) {
            throw new DemoFailedException(
                    "the object store answered %d to the download".formatted(answer.statusCode()));
        }
    }

    /** Follows server-sent events until the stream ends. */
    void follow(String path, BiConsumer<String, JsonNode> listener) {
        HttpResponse<InputStream> answer =
                send(to(path).GET().header("Accept", "text/event-stream"), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new DemoFailedException("%s answered %d".formatted(path, answer.statusCode()));
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    listener.accept(event, json.readTree(line.substring("data:".length())));
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("the stream of " + path + " broke off", broken);
        }
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept-Language", "en");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode call(HttpRequest.Builder request) {
        HttpResponse<String> answer = send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new DemoFailedException("%s %s answered %d: %s"
                    .formatted(
                            answer.request().method(),
                            answer.request().uri().getPath(),
                            answer.statusCode(),
                            answer.body()));
        }
        return json.readTree(answer.body()).get("data");
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        HttpRequest built = request.build();
        try {
            return http.send(built, body);
        } catch (IOException failure) {
            throw new UncheckedIOException("no answer from " + built.uri().getAuthority(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("interrupted");
        }
    }
}
