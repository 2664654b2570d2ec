package com.podi.taskworker;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.contracts.media.MediaObjectView;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other services: a plan for every call, which costs nothing, a link to one picture and no other, and the service
 * token that is wanted for asking.
 */
public final class ServicesDouble {

    static final JsonMapper JSON = new JsonMapper();

    /** Of the picture that there is a link to. */
    public static final String KEY = "results/out.png";

    public static final String LINK = "https://store.example/results/out.png?signature=link-secret";

    /** Of an ability for which the server refuses the call before any of ours is asked, without our envelope. */
    public static final String TURNED_AWAY = "turned_away";

    private static final BigDecimal NOTHING = BigDecimal.ZERO;

    private final HttpServer server;

    public ServicesDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/token", Map.of("access_token", "service token", "token_type", "Bearer", "expires_in", 900));
        answer("/internal/abilities/", Map.of("code", 200, "message", "", "data", plan()));
        answer("/internal/media/inputs", ServicesDouble::input);
        answer("/internal/media/links", Map.of("code", 200, "message", "", "data", Map.of(KEY, LINK)));
        server.createContext("/internal/abilities/" + TURNED_AWAY, exchange -> {
            byte[] page = "<!doctype html><title>400</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(400, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
    }

    public static Plan plan() {
        return new Plan(
                "podi_upscale",
                1,
                "podi",
                "upscale",
                "upscale",
                JSON.createObjectNode().put("scale", 2),
                List.of(),
                new Price("CNY", "per_image", NOTHING, null, 1, NOTHING, 0),
                new Plan.Limits(60, 1, 1, null));
    }

    /** Has the service under test find this double where it looks for the others. */
    public void standIn(DynamicPropertyRegistry registry) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        registry.add("spring.cloud.discovery.client.simple.instances.ability-service[0].uri", () -> url);
        registry.add("spring.cloud.discovery.client.simple.instances.media-service[0].uri", () -> url);
        registry.add("PODI_TOKEN_URI", () -> url + "/token");
        registry.add("PODI_CLIENT_SECRET", () -> "secret");
    }

    /** Every key is one of a picture that is there, every address is one of somewhere else. */
    private static Map<String, Object> input(byte[] request) {
        JsonNode asked = JSON.readTree(request);
        Map<String, Object> found = asked.path("objectKey").isNull()
                ? Map.of()
                : Map.of("objectKey", asked.path("objectKey"), "object", picture(asked));
        return Map.of("code", 200, "message", "", "data", found);
    }

    private static MediaObjectView picture(JsonNode asked) {
        String key = asked.path("objectKey").asString();
        String user = asked.path("userId").asString();
        return new MediaObjectView("id", key, user, "upload", "in.png", "image/png", 1, 1, 1, Instant.EPOCH);
    }

    private void answer(String path, Map<String, Object> body) {
        answer(path, request -> body);
    }

    private void answer(String path, Function<byte[], Map<String, Object>> answers) {
        server.createContext(path, exchange -> {
            byte[] bytes = JSON.writeValueAsBytes(
                    answers.apply(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
