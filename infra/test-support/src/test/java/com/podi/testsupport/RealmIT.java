package com.podi.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the realm gives to whom. */
class RealmIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Identity IDENTITY = RealParts.keycloak();

    @Test
    void theAdministratorGetsADayAndAllRoles() throws Exception {
        JsonNode token = claims(passwordGrant("admin", Identity.ADMIN_PASSWORD));

        assertThat(token.get("iss").asString()).isEqualTo(IDENTITY.issuer().toString());
        assertThat(token.get("aud").asString()).isEqualTo("podi-api");
        assertThat(roles(token)).containsExactlyInAnyOrder("admin", "user");
        assertThat(token.get("preferred_username").asString()).isEqualTo("admin");
        assertThat(token.has("email")).isTrue();
        assertThat(token.has("sub")).isTrue();
        assertThat(token.has("sid")).isTrue();
        assertThat(lifetime(token)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void aServiceGetsAQuarterOfAnHourAndIsNoUser() throws Exception {
        JsonNode token = claims(clientGrant("media-service"));

        assertThat(token.get("aud").asString()).isEqualTo("podi-api");
        assertThat(roles(token)).containsExactly("service");
        assertThat(lifetime(token)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void theAuthServiceManagesUsers() throws Exception {
        String authorization =
                "Bearer " + clientGrant("auth-service").get("access_token").asString();
        URI users = IDENTITY.baseUrl().resolve("/admin/realms/podi/users");

        HttpResponse<String> created = post(users, """
                {"username": "mia", "enabled": true, "attributes": {"team": ["print"]},
                 "credentials": [{"type": "password", "value": "Mia12345", "temporary": false}]}
                """, "application/json", authorization);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        URI user = URI.create(created.headers().firstValue("Location").orElseThrow());
        JsonNode role = get(URI.create(user + "/role-mappings/realm/available"), authorization).values().stream()
                .filter(available -> available.get("name").asString().equals("user"))
                .findFirst()
                .orElseThrow();
        HttpResponse<String> assigned =
                post(URI.create(user + "/role-mappings/realm"), "[" + role + "]", "application/json", authorization);
        assertThat(assigned.statusCode()).as(assigned.body()).isEqualTo(204);

        assertThat(get(user, authorization).at("/attributes/team/0").asString()).isEqualTo("print");
        assertThat(roles(claims(passwordGrant("mia", "Mia12345"))))
                .contains("user")
                .doesNotContain("admin", "service");
    }

    private static JsonNode passwordGrant(String user, String password) throws Exception {
        return grant("auth-service", Map.of("grant_type", "password", "username", user, "password", password));
    }

    private static JsonNode clientGrant(String service) throws Exception {
        return grant(service, Map.of("grant_type", "client_credentials"));
    }

    private static JsonNode grant(String service, Map<String, String> form) throws Exception {
        String client = Base64.getEncoder()
                .encodeToString("svc-%s:%s"
                        .formatted(service, Identity.secretOf(service))
                        .getBytes());
        HttpResponse<String> answer = post(
                IDENTITY.tokens(),
                form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")),
                "application/x-www-form-urlencoded",
                "Basic " + client);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> post(URI uri, String body, String contentType, String authorization)
            throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .POST(BodyPublishers.ofString(body))
                        .header("Content-Type", contentType)
                        .header("Authorization", authorization)
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode get(URI uri, String authorization) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", authorization)
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode claims(JsonNode grant) {
        String payload = grant.get("access_token").asString().split("\\.")[1];
        return JSON.readTree(Base64.getUrlDecoder().decode(payload));
    }

    private static List<String> roles(JsonNode token) {
        return token.at("/realm_access/roles").values().stream()
                .map(JsonNode::asString)
                .toList();
    }

    private static Duration lifetime(JsonNode token) {
        return Duration.ofSeconds(token.get("exp").asLong() - token.get("iat").asLong());
    }
}
