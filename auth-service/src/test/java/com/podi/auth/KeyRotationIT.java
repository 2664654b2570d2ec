package com.podi.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.Identity;
import com.podi.testsupport.RealParts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class KeyRotationIT extends AuthServiceIT {

    @Test
    void whenKeycloakGetsNewKeysEverybodyGoesOn() throws Exception {
        registered();
        Answer before = login();
        String keyBefore = keyOf(before.text("/token"));

        rotate();

        Answer after = login();
        assertThat(keyOf(after.text("/token"))).isNotEqualTo(keyBefore);
        assertThat(me(after).status()).isEqualTo(200);
        assertThat(me(before).status()).isEqualTo(200);
        assertThat(refresh(before.text("/refreshToken")).status()).isEqualTo(200);
        assertThat(api.as(newServiceToken()).get("/internal/ended-sessions").status())
                .isEqualTo(200);
    }

    @Test
    void forgedKeyIdsAreRefusedAndHinderNobody() throws Exception {
        registered();
        Answer login = login();
        RSAKey key = new RSAKeyGenerator(2048).generate();

        List<Answer> answers = AtOnce.call(
                60,
                number -> number % 3 == 0
                        ? me(login)
                        : api.as(forged(login, key, number)).get("/api/auth/me"));

        for (int number = 0; number < answers.size(); number++) {
            assertThat(answers.get(number).status()).isEqualTo(number % 3 == 0 ? 200 : 401);
            assertThat(answers.get(number).errorCode()).isEqualTo(number % 3 == 0 ? "" : "1003");
        }
    }

    @Test
    void whileKeycloakIsAwayTokensThatAreOutGoOnAndForgedOnesAreRefused() throws Exception {
        registered();
        Answer login = login();
        RSAKey key = new RSAKeyGenerator(2048).generate();
        KEYCLOAK.cut();

        assertThat(me(login).status()).isEqualTo(200);
        assertThat(api.as(forged(login, key, 1)).get("/api/auth/me").errorCode())
                .isEqualTo("1003");
        assertThat(me(login).status()).isEqualTo(200);
    }

    /** The old key stays for what it has signed, as an administrator of Keycloak would have it. */
    private static void rotate() throws Exception {
        Answer made = Api.at(RealParts.keycloak().baseUrl())
                .as(keycloakAdministrator())
                .post(
                        "/admin/realms/podi/components",
                        Map.of(
                                "name", "new key",
                                "providerId", "rsa-generated",
                                "providerType", "org.keycloak.keys.KeyProvider",
                                "config", Map.of("priority", List.of("200"), "keySize", List.of("2048"))));
        assertThat(made.status()).isEqualTo(201);
    }

    private static String keycloakAdministrator() throws IOException, InterruptedException {
        return token(
                "/realms/master/protocol/openid-connect/token",
                "grant_type=password&client_id=admin-cli&username=%s&password=%s"
                        .formatted(Identity.KEYCLOAK_ADMIN, Identity.ADMIN_PASSWORD));
    }

    private static String newServiceToken() throws IOException, InterruptedException {
        return token(
                "/realms/podi/protocol/openid-connect/token",
                "grant_type=client_credentials&client_id=svc-gateway&client_secret=" + Identity.secretOf("gateway"));
    }

    private static String token(String path, String form) throws IOException, InterruptedException {
        URI uri = RealParts.keycloak().baseUrl().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return new JsonMapper().readTree(answer).at("/access_token").asString();
    }

    private static String keyOf(String token) throws ParseException {
        return ((SignedJWT) JWTParser.parse(token)).getHeader().getKeyID();
    }

    private static String forged(Answer login, RSAKey key, int number) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID("forged-" + number)
                            .build(),
                    JWTParser.parse(login.text("/token")).getJWTClaimsSet());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
