package com.podi.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the platform and looks into its envelope. */
final class Platform {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FIRST_REFUSAL = 400;
    private static final int SERVER_TROUBLE = 500;
    private static final int TOO_MANY = 429;

    private final URI service;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    Platform(URI service) {
        this.service = URI.create(service.toString().replaceAll("/+$", ""));
    }

    /** What the platform said no to; saying it again changes nothing, so nobody who tries again should catch it. */
    static final class RefusedException extends RuntimeException {

        private final int status;
        private final String code;

        RefusedException(int status, String code) {
            super(status + " " + code);
            this.status = status;
            this.code = code;
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    /** @return what stands in {@code data} */
    JsonNode get(String path, String token) throws IOException, InterruptedException {
        return call(request(path, token).GET().build());
    }

    JsonNode post(String path, @Nullable String token, Map<String, ?> body) throws IOException, InterruptedException {
        return call(request(path, token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                .build());
    }

    /** Whatever address the platform gives to be called, only its path counts: tokens go to nobody else. */
    static String pathOf(URI address) {
        return address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service + path)).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode call(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        JsonNode body = read(answer.body());
        if (answer.statusCode() >= SERVER_TROUBLE || answer.statusCode() == TOO_MANY) {
            throw new IOException("answered " + answer.statusCode());
        }
        if (answer.statusCode() >= FIRST_REFUSAL) {
            throw new RefusedException(
                    answer.statusCode(), body.at("/error/code").asString(""));
        }
        return body.path("data");
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JacksonException notOurs) {
            return json.missingNode();
        }
    }
}
