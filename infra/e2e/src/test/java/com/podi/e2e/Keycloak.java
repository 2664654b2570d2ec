package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.launcher.Suite;
import com.podi.testsupport.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The suite's Keycloak, spoken to as its operator does. */
final class Keycloak {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private Keycloak() {}

    static URI url(String path) {
        return RunningSuite.suite().keycloak().resolve(path);
    }

    /** A token of another realm of the same server. */
    static String masterToken() {
        return token(
                "master",
                Map.of(
                        "client_id",
                        "admin-cli",
                        "username",
                        Suite.KEYCLOAK_ADMIN,
                        "password",
                        RunningSuite.suite().keycloakAdminPassword()));
    }

    /** A token of our realm for a user of ours, but made for somebody else than us. */
    static String tokenForAnotherAudience() {
        return token(
                "podi",
                Map.of(
                        "client_id", "admin-cli",
                        "username", "admin",
                        "password", RunningSuite.suite().adminPassword()));
    }

    /** Good in every other way. */
    static String tokenOfAClientWithALifeOf(Duration life) {
        String clientId = "short-" + UUID.randomUUID();
        assertThat(operator()
                        .post(
                                "/admin/realms/podi/clients",
                                Map.of(
                                        "clientId",
                                        clientId,
                                        "publicClient",
                                        true,
                                        "directAccessGrantsEnabled",
                                        true,
                                        "defaultClientScopes",
                                        List.of("podi"),
                                        "attributes",
                                        Map.of("access.token.lifespan", life.toSeconds())))
                        .status())
                .isEqualTo(201);
        return token(
                "podi",
                Map.of(
                        "client_id",
                        clientId,
                        "username",
                        "admin",
                        "password",
                        RunningSuite.suite().adminPassword()));
    }

    /** A key of higher priority signs from now on; the old one is still published. */
    static void rotateKeys() {
        assertThat(operator()
                        .post(
                                "/admin/realms/podi/components",
                                Map.of(
                                        "name",
                                        "rotated-" + UUID.randomUUID(),
                                        "providerId",
                                        "rsa-generated",
                                        "providerType",
                                        "org.keycloak.keys.KeyProvider",
                                        "config",
                                        Map.of(
                                                "priority", List.of("200"),
                                                "algorithm", List.of("RS256"))))
                        .status())
                .isEqualTo(201);
    }

    private static Api operator() {
        return Api.at(url("/")).as(masterToken());
    }

    private static String token(String realm, Map<String, String> grant) {
        String form = grant.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "grant_type=password&", ""));
        HttpRequest request = HttpRequest.newBuilder(url("/realms/%s/protocol/openid-connect/token".formatted(realm)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body()).at("/access_token").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
