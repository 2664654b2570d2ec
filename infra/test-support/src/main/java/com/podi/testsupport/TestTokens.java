package com.podi.testsupport;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Tokens as Keycloak makes them, signed by a key of the test behind a real JWKS address. */
public final class TestTokens {

    private static final TestTokens INSTANCE = new TestTokens();
    private static final String AUDIENCE = "podi-api";

    private final HttpServer server;
    private final List<JWK> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RSAKey key;

    private TestTokens() {
        rotateKey();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/certs", exchange -> {
                fetches.incrementAndGet();
                answer(exchange, new JWKSet(published).toString());
            });
            server.createContext(
                    "/token",
                    exchange -> answer(
                            exchange,
                            "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":900}"
                                    .formatted(service("svc-test"))));
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** From now on tokens are signed by a new key; those of the old ones stay good. */
    public void rotateKey() {
        try {
            key = new RSAKeyGenerator(2048)
                    .keyID("test-" + published.size())
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        published.add(key.toPublicJWK());
    }

    /** How often somebody has asked for the keys. */
    public int keyFetches() {
        return fetches.get();
    }

    /** The same for the whole JVM. */
    public static TestTokens start() {
        return INSTANCE;
    }

    public URI jwks() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/certs");
    }

    /** Where services get tokens of their own. */
    public URI tokens() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realms/podi");
    }

    public String user(String id) {
        return token(id, "svc-auth-service", List.of("user"), UnaryOperator.identity());
    }

    public String admin(String id) {
        return token(id, "svc-auth-service", List.of("user", "admin"), UnaryOperator.identity());
    }

    /**
     * Without a session, as services have none.
     *
     * @param clientId such as {@code svc-task-worker}
     */
    public String service(String clientId) {
        return token("service-account-" + clientId, clientId, List.of("service"), claims -> claims.claim("sid", null));
    }

    /** A token that something is wrong with; the change is made before it is signed. */
    public String user(String id, UnaryOperator<JWTClaimsSet.Builder> change) {
        return token(id, "svc-auth-service", List.of("user"), change);
    }

    private String token(
            String subject, String clientId, List<String> roles, UnaryOperator<JWTClaimsSet.Builder> change) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(AUDIENCE)
                .subject(subject)
                .claim("azp", clientId)
                .claim("sid", "session-of-" + subject)
                .claim("preferred_username", subject)
                .claim("realm_access", Map.of("roles", roles))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
        RSAKey signing = key;
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signing.getKeyID())
                        .build(),
                change.apply(claims).build());
        try {
            token.sign(new RSASSASigner(signing));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
