package com.podi.taskworker;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.springframework.test.context.DynamicPropertyRegistry;
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

    private static final BigDecimal NOTHING = BigDecimal.ZERO;

    private final HttpServer server;

    public ServicesDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/token", Map.of("access_token", "service token", "token_type", "Bearer", "expires_in", 900));
        answer("/internal/abilities/", Map.of("code", 200, "message", "", "data", plan()));
        answer("/internal/media/inputs", Map.of("code", 200, "message", "", "data", Map.of()));
        answer("/internal/media/links", Map.of("code", 200, "message", "", "data", Map.of(KEY, LINK)));
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

    private void answer(String path, Map<String, Object> body) {
        byte[] bytes = JSON.writeValueAsBytes(body);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
