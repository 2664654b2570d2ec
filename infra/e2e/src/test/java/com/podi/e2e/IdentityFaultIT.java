package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tokens that are none, guesses at passwords, a Keycloak that is away or changes its keys: all with the real one. */
class IdentityFaultIT {

    private static final int CALLERS = 8;
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /** How long Keycloak is away; the soak takes the two minutes of a bad deployment. */
    private static final Duration OUTAGE =
            Boolean.getBoolean("podi.soak") ? Duration.ofMinutes(2) : Duration.ofSeconds(10);

    private final Api gateway = Api.at(RunningSuite.suite().gateway());

    @Test
    void tokensThatAreNoneAreToldFromTokensThatWere() throws Exception {
        Shop shop = Shop.open();
        JWTClaimsSet claims = SignedJWT.parse(shop.token()).getJWTClaimsSet();
        JWK key = JWKSet.load(Keycloak.url("/realms/podi/protocol/openid-connect/certs")
                        .toURL())
                .getKeys()
                .stream()
                .filter(candidate -> candidate.getKeyUse() == KeyUse.SIGNATURE)
                .findFirst()
                .orElseThrow();
        SignedJWT signedByThePublicKey = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
        signedByThePublicKey.sign(new MACSigner(key.toRSAKey().toPublicKey().getEncoded()));
        String soonExpired = Keycloak.tokenOfAClientWithALifeOf(Duration.ofSeconds(1));

        List<String> forged = List.of(
                new PlainJWT(claims).serialize(),
                signedByThePublicKey.serialize(),
                Keycloak.masterToken(),
                Keycloak.tokenForAnotherAudience(),
                shop.token().substring(0, shop.token().length() - 4) + "AAAA");

        assertThat(forged).allSatisfy(token -> {
            Answer answer = gateway.as(token).get("/api/auth/me");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.errorCode()).isEqualTo("1003");
        });
        Answer tooLarge = gateway.as("a".repeat(64 * 1024)).get("/api/auth/me");
        assertThat(tooLarge.status()).isEqualTo(431);
        assertThat(tooLarge.errorCode()).isEqualTo("REQUEST_HEADER_TOO_LARGE");
        await().atMost(CLOCK_SKEW.plusSeconds(10))
                .until(() ->
                        gateway.as(soonExpired).get("/api/auth/me").errorCode().equals("1002"));
    }

    @Test
    void whoTriesManyNamesFromOneAddressIsStoppedAndNobodyElseIs() {
        Shop shop = Shop.open();
        Api stranger = gateway.with("X-Forwarded-For", "198.51.100.19");

        List<Answer> answers = AtOnce.call(
                CALLERS,
                RunningSuite.LOGINS_PER_MINUTE + 140,
                number -> stranger.post(
                        "/api/auth/login", Map.of("username", "guess-" + UUID.randomUUID(), "password", "Passw0rd")));

        assertThat(answers).extracting(Answer::status).containsOnly(401, 429);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 429)
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.errorCode()).isEqualTo("RATE_LIMITED");
                    assertThat(answer.body().at("/message").asString()).isEqualTo("请求过于频繁，请稍后重试");
                    assertThat(answer.response().headers().firstValue("Retry-After"))
                            .isPresent();
                });
        assertThat(shop.another().get("/api/auth/me").status()).isEqualTo(200);
    }

    @Test
    void whoTriesManyPasswordsForOneNameIsStoppedWhereverTheyComeFrom() {
        Shop shop = Shop.open();
        List<Integer> statuses = IntStream.range(0, 12)
                .mapToObj(number -> gateway.with("X-Forwarded-For", "198.51.100." + (100 + number))
                        .post("/api/auth/login", Map.of("username", shop.username(), "password", "guess " + number))
                        .status())
                .toList();

        assertThat(statuses.subList(0, 10)).containsOnly(401);
        assertThat(statuses.subList(10, 12)).containsOnly(429);
        assertThat(shop.api().get("/api/auth/me").status())
                .as("who is in already stays in")
                .isEqualTo(200);
    }

    @Test
    void whileKeycloakIsAwayWhoIsInStaysInAndItComesBackByItself() throws Exception {
        Shop shop = Shop.open();
        String objectKey = shop.upload();
        // A service that nobody has called yet has no keys to check a token with.
        assertThat(shop.invoke("podi_upscale", Map.of("scale", 2), objectKey).status())
                .isEqualTo(200);
        RunningSuite.suite().kill("keycloak");
        try {
            whoIsInStaysInFor(OUTAGE, shop, objectKey);
        } finally {
            RunningSuite.startAgain("keycloak");
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.post(
                                        "/api/auth/login",
                                        Map.of("username", shop.username(), "password", shop.password()))
                                .status()
                        == 200);
        assertThat(shop.api().get("/api/auth/me").status()).isEqualTo(200);
    }

    @Test
    void whenKeycloakChangesItsKeysNobodyIsTurnedAway() throws Exception {
        Shop shop = Shop.open();
        String before = SignedJWT.parse(shop.token()).getHeader().getKeyID();
        Keycloak.rotateKeys();
        String fresh = shop.login();
        assertThat(SignedJWT.parse(fresh).getHeader().getKeyID()).isNotEqualTo(before);

        for (String path : List.of("/api/auth/me", "/api/wallet/v1/statistics", "/api/ability-tasks")) {
            assertThat(AtOnce.call(CALLERS, 20, number -> gateway.as(fresh).get(path)))
                    .extracting(Answer::status)
                    .containsOnly(200);
            assertThat(shop.api().get(path).status()).isEqualTo(200);
        }
    }

    private void whoIsInStaysInFor(Duration outage, Shop shop, String objectKey) throws InterruptedException {
        Answer login =
                gateway.post("/api/auth/login", Map.of("username", shop.username(), "password", shop.password()));
        assertThat(login.status()).isEqualTo(503);
        assertThat(login.errorCode()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(login.response().headers().firstValue("Retry-After")).isPresent();
        long deadline = System.nanoTime() + outage.toNanos();
        do {
            assertThat(shop.api().get("/api/auth/me").status()).isEqualTo(200);
            assertThat(shop.invoke("podi_upscale", Map.of("scale", 2), objectKey)
                            .status())
                    .isEqualTo(200);
            Thread.sleep(500);
        } while (System.nanoTime() < deadline);
    }
}
