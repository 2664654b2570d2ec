package com.podi.comfyclient;

import com.podi.comfyclient.NodeException.Kind;
import com.podi.starter.http.TrustedHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import tools.jackson.databind.JsonNode;

/** Requests to one node. Nothing of our callers is handed on: no cookie, no origin. */
final class NodeHttp {

    private static final int MOST_JSON = 64 << 20;
    private static final int MOST_OF_A_REFUSAL = 1 << 20;
    private static final int TRIES = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(10);
    /** A connection that is slower than this is as good as none. */
    private static final long BYTES_A_SECOND = 256 * 1024;

    private final TrustedHttp http;
    private final NodeAddress address;

    NodeHttp(TrustedHttp http, NodeAddress address) {
        this.http = http;
        this.address = address;
    }

    /**
     * An answer that is not of the kind that was hoped for.
     *
     * @param json empty if it is none
     */
    record Answer(int status, Optional<JsonNode> json) {

        boolean isGood() {
            return status >= 200 && status < 300;
        }

        /** Whether the node does not know the route. */
        boolean isUnknownRoute() {
            return status == 404 || status == 405;
        }
    }

    JsonNode get(String pathAndQuery, Duration patience) throws NodeException {
        Answer answer = call(new HttpGet(address.http(pathAndQuery)), patience);
        return good(answer, pathAndQuery);
    }

    JsonNode getPatiently(String pathAndQuery, Duration patience) throws NodeException {
        return patiently(() -> get(pathAndQuery, patience));
    }

    private interface Question<T> {
        T ask() throws NodeException;
    }

    /** Asks again if the node is away for a moment; for what comes to the same however often it is done. */
    private static <T> T patiently(Question<T> question) throws NodeException {
        for (int attempt = 1; ; attempt++) {
            try {
                return question.ask();
            } catch (NodeException failure) {
                if (attempt == TRIES || failure.kind() != Kind.UNAVAILABLE) {
                    throw failure;
                }
                pause();
            }
        }
    }

    private static JsonNode good(Answer answer, String what) throws NodeException {
        if (!answer.isGood() || answer.json().isEmpty()) {
            throw unwanted(answer.status(), what);
        }
        return answer.json().get();
    }

    Answer post(String path, JsonNode body, Duration patience) throws NodeException {
        HttpPost request = new HttpPost(address.http(path));
        request.setEntity(new ByteArrayEntity(NodeJson.MAPPER.writeValueAsBytes(body), ContentType.APPLICATION_JSON));
        return call(request, patience);
    }

    /** @param patience and more of it for a large file */
    JsonNode upload(String subfolder, String fileName, Path file, Duration patience) throws NodeException {
        Duration whole = patience.plusSeconds(file.toFile().length() / BYTES_A_SECOND);
        return patiently(() -> uploadOnce(subfolder, fileName, file, whole));
    }

    private JsonNode uploadOnce(String subfolder, String fileName, Path file, Duration patience) throws NodeException {
        HttpPost request = new HttpPost(address.http("/upload/image"));
        request.setEntity(MultipartEntityBuilder.create()
                .addBinaryBody("image", file.toFile(), ContentType.APPLICATION_OCTET_STREAM, fileName)
                .addTextBody("type", "input")
                .addTextBody("subfolder", subfolder)
                .build());
        Answer answer = call(request, patience);
        if (answer.status() == 413) {
            throw new NodeException(Kind.INPUT_TOO_LARGE, "the node takes no file of this size");
        }
        return good(answer, "/upload/image");
    }

    /**
     * @param silence how long nothing may come; what comes may take longer
     * @throws NodeException with {@link Kind#OUTPUT_MISSING} if it is not there
     */
    void download(OutputFile wanted, Path target, Duration silence) throws NodeException {
        patiently(() -> {
            downloadOnce(wanted, target, silence);
            return target;
        });
    }

    private void downloadOnce(OutputFile wanted, Path target, Duration silence) throws NodeException {
        String path = "/view?filename=%s&subfolder=%s&type=%s"
                .formatted(encoded(wanted.filename()), encoded(wanted.subfolder()), encoded(wanted.type()));
        HttpGet request = request(new HttpGet(address.http(path)));
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(silence))
                .setRedirectsEnabled(false)
                .build());
        int status;
        try {
            status = http.exchange(request, LONGEST_DOWNLOAD, answer -> save(answer, target));
        } catch (IOException failure) {
            throw unreached(failure);
        }
        if (status == 404) {
            throw new NodeException(Kind.OUTPUT_MISSING, "the file is not on the node");
        }
        if (status != 200) {
            throw unwanted(status, "/view");
        }
    }

    private static int save(ClassicHttpResponse answer, Path target) throws IOException {
        HttpEntity body = answer.getEntity();
        if (answer.getCode() == 200 && body != null) {
            try (InputStream in = body.getContent();
                    OutputStream out = Files.newOutputStream(target)) {
                in.transferTo(out);
            }
        }
        return answer.getCode();
    }

    private Answer call(HttpUriRequestBase request, Duration patience) throws NodeException {
        try {
            return http.exchange(request(request), patience, NodeHttp::read);
        } catch (IOException failure) {
            throw unreached(failure);
        }
    }

    private <R extends HttpUriRequestBase> R request(R request) {
        address.headers().forEach(request::setHeader);
        return request;
    }

    private static Answer read(ClassicHttpResponse answer) throws IOException {
        HttpEntity body = answer.getEntity();
        if (body == null) {
            return new Answer(answer.getCode(), Optional.empty());
        }
        int most = answer.getCode() < 300 ? MOST_JSON : MOST_OF_A_REFUSAL;
        try (InputStream in = body.getContent()) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException("answer longer than " + most);
            }
            return new Answer(answer.getCode(), NodeJson.read(bytes));
        }
    }

    private static NodeException unreached(IOException failure) {
        return new NodeException(Kind.UNAVAILABLE, "not reached: " + failure, failure);
    }

    static NodeException unwanted(int status, String what) {
        String path = what.contains("?") ? what.substring(0, what.indexOf('?')) : what;
        return switch (status) {
            case 401, 403 -> new NodeException(Kind.FORBIDDEN, path + " answered " + status);
            case 413 -> new NodeException(Kind.INPUT_TOO_LARGE, path + " answered " + status);
            default -> new NodeException(Kind.UNAVAILABLE, path + " answered " + status + ", not as a node does");
        };
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void pause() throws NodeException {
        try {
            Thread.sleep(BETWEEN_TRIES.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NodeException(Kind.UNAVAILABLE, "interrupted", stopped);
        }
    }
}
