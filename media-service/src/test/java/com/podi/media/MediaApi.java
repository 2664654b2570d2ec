package com.podi.media;

import com.podi.testsupport.Api;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A client of the service and of the store behind it. */
public final class MediaApi {

    private static final String BOUNDARY = "----boundary";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Api service;

    public MediaApi(int port) {
        service = Api.onPort(port);
    }

    public Answer get(String token, String path) {
        return new Answer(service.as(token).get(path));
    }

    public Answer delete(String token, String path) {
        return new Answer(service.as(token).delete(path));
    }

    public Answer post(String token, String path, Object body) {
        return new Answer(service.as(token).post(path, body));
    }

    /** Without a token. */
    public Answer get(String path) {
        return new Answer(service.get(path));
    }

    /** Without a token. */
    public Answer post(String path, Object body) {
        return new Answer(service.post(path, body));
    }

    public Answer grant(String token, String taskId, String fileName, String mimeType, Object fileSize) {
        Map<String, Object> upload = new LinkedHashMap<>();
        upload.put("taskId", taskId);
        upload.put("action", "hires");
        upload.put("fileName", fileName);
        upload.put("mimeType", mimeType);
        upload.put("fileSize", fileSize);
        upload.put("channel", "local");
        return post(token, "/api/media/v1/sts", upload);
    }

    public Answer complete(String token, String objectKey) {
        return post(token, "/api/media/v1/complete", Map.of("objectKey", objectKey));
    }

    public Answer sign(String token, String objectKey) {
        return post(token, "/api/media/v1/signed-download", Map.of("objectKey", objectKey));
    }

    public String link(String token, String objectKey) {
        return sign(token, objectKey).data().get("url").asString();
    }

    /** @return the object, uploaded and recorded */
    public JsonNode stored(String token, String taskId, String fileName, byte[] png) {
        JsonNode ticket =
                grant(token, taskId, fileName, "image/png", png.length).data();
        put(ticket.get("uploadUrl").asString(), "image/png", png);
        return complete(token, ticket.get("objectKey").asString()).data();
    }

    public int put(String url, String contentType, byte[] bytes) {
        return put(url, contentType, BodyPublishers.ofByteArray(bytes));
    }

    /** Out of a file, however large it is. */
    public int put(String url, String contentType, Path file) {
        try {
            return put(url, contentType, BodyPublishers.ofFile(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After a refusal the store hangs up, perhaps while the next request is on its way; then it is sent again. */
    private int put(String url, String contentType, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .PUT(body);
        try {
            return send(request).statusCode();
        } catch (UncheckedIOException hungUp) {
            return send(request).statusCode();
        }
    }

    public HttpResponse<byte[]> fetch(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    /** As a browser does it, with some fields changed. */
    public int postForm(JsonNode ticket, byte[] bytes, Map<String, String> changed) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map<String, String> fields = new LinkedHashMap<>();
        ticket.get("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asString()));
        fields.putAll(changed);
        fields.forEach((name, value) -> body.writeBytes(
                ("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(BOUNDARY, name, value))
                        .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .formatted(BOUNDARY)
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(bytes);
        body.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(ticket.get("host").asString()))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.ofByteArray(body.toByteArray())))
                .statusCode();
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public record Answer(Api.Answer http) {

        public int status() {
            return http.status();
        }

        /** What was answered; a refusal fails the test here. */
        public JsonNode data() {
            if (status() != 200) {
                throw new AssertionError(status() + " " + http.body());
            }
            return http.data("");
        }

        /** Status and code of a refusal, such as {@code 404 MEDIA_NOT_FOUND}. */
        public String refusal() {
            return status() == 200 ? "not refused" : status() + " " + http.errorCode();
        }

        public JsonNode details() {
            return http.body().at("/error/details");
        }
    }
}
