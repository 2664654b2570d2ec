package com.podi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.gateway.Wire.Reply;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** What no honest client sends, and what some do by mistake: all of it is told in the envelope, none of it gets further. */
@ServiceIT
@TestPropertySource(properties = "podi.gateway.limits.body=100KB")
class HostileRequestsIT {

    private static final TestTokens TOKENS = TestTokens.start();
    private static final String[] SERVICES = {
        "auth-service", "ability-service", "media-service", "comfyui-admin-service"
    };
    private static Upstream service;

    @LocalServerPort
    private int port;

    private Api anybody;
    private Api user;
    private String token;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) throws IOException {
        service = new Upstream("any service");
        for (String name : SERVICES) {
            registry.add("spring.cloud.discovery.client.simple.instances." + name + "[0].uri", service::uri);
        }
        registry.add("PODI_TOKEN_URI", TOKENS::tokens);
    }

    @BeforeEach
    void callers() {
        anybody = Api.onPort(port);
        await().until(() -> anybody.get("/actuator/health/readiness").status() == 200);
        token = TOKENS.user("ann");
        user = anybody.as(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/abilities?q=a|b",
                "/api/abilities?q={x}",
                "/api/abilities?q=%zz",
                "/api/abilities?q=100%",
                "/api/abilities?q=\"x\"",
                "/api/abilities?q=a^b`c",
                "/api/abi|lities",
                "/api/abilities?q=a\\b",
                "/api/abilities?q=a#|",
                "/api/abilities?q=\u00e4\u00bd\u00a0",
                "/api/abilities?q=%ff",
                "/api/abilities?q=%c3%28",
                "/api/abilities/%ff",
                "/api/abilities/%ED%A0%80"
            })
    void anIllegalAddressIsToldInTheEnvelope(String address) throws IOException {
        try (Wire wire = new Wire(port)) {
            Reply refused = wire.send("GET " + address
                    + " HTTP/1.1\r\nHost: x\r\nOrigin: http://localhost:5173\r\nAccept-Language: en\r\n\r\n");

            assertRefused(refused, 400, "2003");
            assertThat(refused.body().at("/message").asString()).startsWith("A parameter");
            assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");
            assertThat(wire.send("GET /api/abilities?q=a%7Cb HTTP/1.1\r\nHost: x\r\n\r\n")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a|b", "x:y", "x:99999", "x/y", "[::1"})
    void soIsAnIllegalHost(String host) throws IOException {
        assertRefused(Wire.send(port, "GET /api/abilities HTTP/1.1\r\nHost: " + host + "\r\n\r\n"), 400, "2003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /api/abilities HTTP/1.1\r\nHost: x\r\nname with spaces: x\r\n\r\n",
                "GET /api/abilities HTTP/1.1\r\nHost: x\r\nX-Trick : x\r\n\r\n",
                "GET /api/abilities HTTP/1.1\r\nHost: x\r\nX-Trick: a\u0000b\r\n\r\n",
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"
            })
    void whatIsNoRequestIsToldInTheEnvelopeToo(String request) throws IOException {
        int before = service.heard();

        assertRefused(Wire.send(port, request), 400, "2003");

        assertThat(service.heard()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"17000, 1", "200000, 1", "1, 200000", "9000, 9000"})
    void addressAndHeadersTogetherHaveALimit(int query, int header) throws IOException {
        Reply refused = Wire.send(
                port,
                "GET /api/abilities?q=" + "x".repeat(query) + " HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(header)
                        + "\r\n\r\n");

        assertRefused(refused, 431, "REQUEST_HEADER_TOO_LARGE");
    }

    @Test
    void aLongSearchArrives() {
        assertThat(anybody.get("/api/abilities?q=" + "x".repeat(12_000)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "FOO", "get", "PROPFIND"})
    void aMethodThatIsNotSpokenHereIsNotAllowed(String method) throws IOException {
        Reply refused = Wire.send(port, method + " /api/abilities HTTP/1.1\r\nHost: x\r\n\r\n");

        assertRefused(refused, 405, "METHOD_NOT_ALLOWED");
        assertThat(refused.header("Allow")).contains("GET", "POST", "DELETE").doesNotContain("TRACE");
    }

    @Test
    void whatIsOnlyReadSaysSo() {
        Answer refused = anybody.post("/actuator/health", "{}");

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.response().headers().firstValue("Allow")).contains("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/abilities",
                "/api/abilities/podi_upscale",
                "/api/docs",
                "/api/docs/errors",
                "/api/docs/errors.json",
                "/api/docs/services.json",
                "/api/docs/assets/docs.js",
                "/api/docs/auth-service.json",
                "/actuator/health"
            })
    void whatIsOpenMayBeAskedForItsHeadToo(String path) {
        Answer head = anybody.call("HEAD", path, null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.response().body()).isEmpty();
        assertThat(head.response().headers().firstValue("Content-Type"))
                .isEqualTo(anybody.get(path).response().headers().firstValue("Content-Type"));
    }

    @Test
    void theHeadOfWhatIsNotOpenNeedsAToken() {
        assertThat(anybody.call("HEAD", "/api/auth/me", null).status()).isEqualTo(401);
        assertThat(user.call("HEAD", "/api/auth/me", null).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE"})
    void aBodyThatNobodyExpectsMayOnlyBeSmall(String method) throws IOException {
        String large = "x".repeat(65 * 1024);
        String head =
                method + " /api/media/v1/objects/o HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n";
        int before = service.heard();

        Reply refused = Wire.send(port, head + "Content-Length: " + large.length() + "\r\n\r\n" + large);
        assertThat(refused.status()).isEqualTo(413);
        Reply hidden = Wire.send(port, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk(large) + chunk(""));
        assertThat(hidden.status()).isEqualTo(413);
        if (!method.equals("HEAD")) {
            assertRefused(refused, 413, "REQUEST_TOO_LARGE");
            assertRefused(hidden, 413, "REQUEST_TOO_LARGE");
        }
        assertThat(service.heard()).isEqualTo(before);
        assertThat(Wire.send(port, head + "Content-Length: 5\r\n\r\n12345").status())
                .isEqualTo(200);
        assertThat(Wire.send(port, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk("12345") + chunk(""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void twoLengthsDoNotMakeTwoRequests() throws IOException {
        String hidden = "GET /internal/ended-sessions HTTP/1.1\r\nHost: x\r\n\r\n";
        int before = service.heard();

        try (Wire wire = new Wire(port)) {
            Reply reply = wire.send("POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    + (chunk("").length() + hidden.length()) + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk("")
                    + hidden);
            assertRefused(reply, 400, "2003");
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(service.heard()).isEqualTo(before);
    }

    @Test
    void theFirstPieceOfAnUploadArrivesBeforeTheLastIsSent() throws IOException {
        String piece = "x".repeat(20_000);
        long before = service.arrived();

        try (Wire wire = new Wire(port)) {
            wire.write("POST /api/media/v1/oss-callback HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk(piece));
            await().until(() -> service.arrived() == before + piece.length());
            wire.write(chunk(piece) + chunk(""));

            assertThat(wire.reply().body().at("/data/bytes").asInt()).isEqualTo(2 * piece.length());
        }
    }

    @Test
    void whatIsSignedArrivesAsItWasSent() {
        String address = "/api/media/v1/oss-callback?a=%2F%20+b~c&&d=%e4%BD%A0&d=%3D=/?";

        Answer answer = anybody.with("Authorization", "signature==").post(address, "{}");

        assertThat(answer.text("/address")).isEqualTo(address);
        assertThat(answer.text("/headers/authorization")).isEqualTo("signature==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "BEARER", "Bearer"})
    void theSchemeIsReadInAnyCase(String scheme) {
        assertThat(anybody.with("Authorization", scheme + " " + token)
                        .get("/api/auth/me")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer:x", "Token x", "Bearer a b"})
    void otherProofsAreNone(String proof) {
        assertThat(anybody.with("Authorization", proof).get("/api/auth/me").errorCode())
                .isEqualTo("1003");
    }

    @Test
    void whoShowsTwoTokensShowsNone() throws IOException {
        String both = "Authorization: Bearer " + token + "\r\nAuthorization: Bearer " + TOKENS.admin("root") + "\r\n";

        assertRefused(Wire.send(port, "GET /api/auth/me HTTP/1.1\r\nHost: x\r\n" + both + "\r\n"), 401, "1003");
        assertRefused(Wire.send(port, "GET /api/abilities HTTP/1.1\r\nHost: x\r\n" + both + "\r\n"), 401, "1003");
        Reply unread = Wire.send(port, "GET /api/agent/docs/agent-protocol HTTP/1.1\r\nHost: x\r\n" + both + "\r\n");
        assertThat(unread.status()).isEqualTo(200);
        assertThat(unread.body().at("/data/headers/authorization").asString()).contains(token, ",Bearer ");
    }

    @Test
    void theTokenOfNobodyIsNoGood() {
        Answer refused =
                anybody.as(TOKENS.user("ann", claims -> claims.subject(null))).get("/api/auth/me");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.errorCode()).isEqualTo("1003");
    }

    @Test
    void aTokenWithoutRolesOrWithOddOnesIsForbidden() {
        for (Object realm : List.of("user", List.of("user"))) {
            String odd = TOKENS.user("ann", claims -> claims.claim("realm_access", realm));
            assertThat(anybody.as(odd).get("/api/auth/me").status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Podi-Acting-User",
                "x-pODI-acting-user",
                "X_Podi_Acting_User",
                "X-Podi_Acting-User",
                "X-Real-IP",
                "X_Real_IP",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Forwarded-Ssl",
                "X-Forwarded-User",
                "X_Forwarded_For",
                "Forwarded"
            })
    void nobodyOutsideSpeaksForUsHoweverItIsWritten(String name) throws IOException {
        Reply reply = Wire.send(
                port,
                "GET /api/auth/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\nX-Innocent: kept\r\n"
                        + name + ": evil\r\nConnection: x-forwarded-for, x-podi-acting-user\r\n" + name
                        + ": evil again\r\nX-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 10.0.0.2\r\n\r\n");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).doesNotContain("evil", "10.0.0.").contains("kept");
        assertThat(reply.body().at("/data/headers/x-forwarded-for").asString()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Accept-Language | ;;;,,q=x",
                "Accept-Language | zz-ZZ-*-%",
                "Origin | ://",
                "Origin | null",
                "Origin | http://localhost:x",
                "Origin | http://[",
                "Content-Type | /",
                "Accept | nonsense",
                "Cookie | =;=;",
                "traceparent | 00-nonsense",
                "baggage | ,,,=",
                "Host | x",
                "If-Modified-Since | yesterday",
                "Expect | nonsense",
                "Upgrade | h2c",
                "Upgrade | websocket"
            })
    void oddHeadersAreNoFailureOfOurs(String name, String value) throws IOException {
        for (String path : List.of("/api/abilities", "/api/docs/errors", "/api/docs/assets/docs.js", "/api/nothing")) {
            Reply reply =
                    Wire.send(port, "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + name + ": " + value + "\r\n\r\n");

            assertThat(reply.status()).isLessThan(500);
            assertThat(reply.header("X-Trace-Id")).hasSize(32);
            if (reply.status() >= 400) {
                assertThat(reply.body().at("/traceId").asString()).isEqualTo(reply.header("X-Trace-Id"));
            }
        }
    }

    @Test
    void whoAsksBeforeSendingTooMuchIsToldNotTo() throws IOException {
        Reply refused = Wire.send(
                port,
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");

        assertRefused(refused, 413, "REQUEST_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nabc\r\n", "3\r\nabcd\r\n", "-1\r\n", "5\r\nabcde\r\n;\r\n"})
    void aBodyInPiecesThatDoNotFitIsNoBody(String pieces) throws IOException {
        try (Wire wire = new Wire(port)) {
            assertRefused(
                    wire.send(
                            "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + pieces),
                    400,
                    "2003");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/auth/me HTTP/1.0\r\n\r\n",
                "GET http://evil.example/api/auth/me HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void noOtherWayInWithoutAToken(String request) throws IOException {
        assertRefused(Wire.send(port, request), 401, "1003");
    }

    private static void assertRefused(Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.body().at("/code").asInt()).isEqualTo(status);
        assertThat(reply.body().at("/traceId").asString())
                .matches("[0-9a-f]{32}")
                .isEqualTo(reply.header("X-Trace-Id"));
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
