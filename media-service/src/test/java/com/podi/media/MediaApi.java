package com.podi.media;

import com.podi.testsupport.Api;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A client of the service and of the store behind it. */
final class MediaApi {

    private static final String BOUNDARY = "----boundary";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Api service;

    MediaApi(int port) {
        service = Api.onPort(port);
    }

    Answer get(String token, String path) {
        return new Answer(service.as(token).get(path));
    }

    Answer delete(String token, String path) {
        return new Answer(service.as(token).delete(path));
    }

    Answer post(String token, String path, Object body) {
        return new Answer(service.as(token).post(path, body));
    }

    /** Without a token. */
    Answer get(String path) {
        return new Answer(service.get(path));
    }

    /** Without a token. */
    Answer post(String path, Object body) {
        return new Answer(service.post(path, body));
    }

    Answer grant(String token, String taskId, String fileName, String mimeType, Object fileSize) {
        Map<String, Object> upload = new LinkedHashMap<>();
        upload.put("taskId", taskId);
        upload.put("action", "hires");
        upload.put("fileName", fileName);
        upload.put("mimeType", mimeType);
        upload.put("fileSize", fileSize);
        upload.put("channel", "local");
        return post(token, "/api/media/v1/sts", upload);
    }

    Answer complete(String token, String objectKey) {
        return post(token, "/api/media/v1/complete", Map.of("objectKey", objectKey));
    }

    /** @return the object, uploaded and recorded */
    JsonNode stored(String token, String taskId, String fileName, byte[] png) {
        JsonNode ticket =
                grant(token, taskId, fileName, "image/png", png.length).data();
        put(ticket.get("uploadUrl").asString(), "image/png", png);
        return complete(token, ticket.get("objectKey").asString()).data();
    }

    int put(String url, String contentType, byte[] bytes) {
        return send(HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", contentType)
                        .PUT(BodyPublishers.ofByteArray(bytes)))
                .statusCode();
    }

    HttpResponse<byte[]> fetch(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    /** As a browser does it, with some fields changed. */
    int postForm(JsonNode ticket, byte[] bytes, Map<String, String> changed) {
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

    record Answer(Api.Answer http) {

        int status() {
            return http.status();
        }

        /** What was answered; a refusal fails the test here. */
        JsonNode data() {
            if (status() != 200) {
                throw new AssertionError(status() + " " + http.body());
            }
            return http.data("");
        }

        /** Status and code of a refusal, such as {@code 404 MEDIA_NOT_FOUND}. */
        String refusal() {
            return status() == 200 ? "not refused" : status() + " " + http.errorCode();
        }

        JsonNode details() {
            return http.body().at("/error/details");
        }
    }
}
