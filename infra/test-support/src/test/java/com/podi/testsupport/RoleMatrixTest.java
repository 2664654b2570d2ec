package com.podi.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleMatrixTest {

    private static final String HEAD = RoleMatrix.HEAD + "\n";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Api api;

    /** Lets in whoever brings a token. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            boolean known = exchange.getRequestHeaders().containsKey("Authorization");
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
            exchange.close();
        });
        server.start();
        api = Api.onPort(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatIsAnsweredAsTheTableSaysIsFine() {
        RoleMatrix.of(HEAD + "401 | 200 | 200 | 200 | 200 | GET /things").check(api);

        assertThat(requests).hasSize(5);
    }

    @Test
    void allDeviationsAreToldAtOnce() {
        RoleMatrix matrix = RoleMatrix.of(HEAD + """
                401 | 200 | 200 | 200 | 200 | GET /fine
                200 | 200 | 403 | 200 | 200 | GET /one
                401 | 404 | 200 | 200 | 200 | GET /other""");

        assertThatThrownBy(() -> matrix.check(api))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        2 of 3 lines are answered otherwise
                        anonymous | user | other user | admin | service | route
                        200 but 401 | 200 | 403 but 200 | 200 | 200 | GET /one
                        401 | 404 but 200 | 200 | 200 | 200 | GET /other""");
    }

    @Test
    void everyCallHasThingsOfItsOwn() {
        AtomicInteger things = new AtomicInteger();
        RoleMatrix.of(HEAD + "401 | 200 | 200 | 200 | 200 | POST /{thing}?owner={user} {\"again\":\"{thing}\"}")
                .given("thing", owner -> owner + "-" + things.incrementAndGet())
                .check(api);

        assertThat(requests).hasSize(5).doesNotHaveDuplicates();
        assertThat(requests.get(4)).matches("POST /(.*)-5\\?owner=\\1 \\{\"again\":\"\\1-5\"}");
    }

    @Test
    void noRouteIsForgotten() {
        RoleMatrix matrix = RoleMatrix.of(HEAD + """
                200 | 200 | 200 | 200 | 200 | GET /things/{thing}?page=1
                200 | 200 | 200 | 200 | 200 | GET /things/new
                200 | 200 | 200 | 200 | 200 | PUT /things/{thing}""");
        List<Route> routes = List.of(Route.of("GET", "/things/{id}"), Route.of("GET", "/things/new"));

        assertThatThrownBy(() -> matrix.covering(routes)).hasMessage("no such route: PUT /things/{thing}");
        assertThatThrownBy(() -> matrix.covering(
                        List.of(routes.get(0), routes.get(1), Route.of("PUT", "/**"), Route.of("DELETE", "/{id}"))))
                .hasMessage("without a line: DELETE /{id}");
    }

    @Test
    void whatIsNoTableIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RoleMatrix.of("user | admin | route\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> RoleMatrix.of(HEAD + "200 | 200 | GET /things"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RoleMatrix.of(HEAD + "1 | 1 | 1 | 1 | 1 | GET /{what}").check(api))
                .withMessageContaining("{what}");
    }
}
