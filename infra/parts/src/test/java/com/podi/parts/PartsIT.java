package com.podi.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PartsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> SERVICES = List.of(
            "gateway",
            "auth-service",
            "media-service",
            "wallet-service",
            "ability-service",
            "task-worker",
            "comfyui-admin-service",
            "coze-plugin-service");

    private static final Distribution DISTRIBUTION = Distribution.of(Path.of(System.getProperty("podi.root", "../..")));
    private static final List<Child> children = new ArrayList<>();

    private static Leash leash;
    private static Postgres postgres;
    private static Kafka kafka;
    private static S3 s3;
    private static Keycloak keycloak;

    @BeforeAll
    static void start() throws IOException {
        Path directory = Files.createTempDirectory("podi-parts");
        leash = new Leash(directory);
        int port = Ports.freeBlock(6);
        postgres = new Postgres(
                DISTRIBUTION,
                port,
                directory.resolve("postgresql"),
                directory.resolve("postgresql.log"),
                "super",
                Map.of("keycloak", "it's secret", "wallet", "wallet"));
        kafka = new Kafka(
                DISTRIBUTION,
                Jdk.current(),
                port + 1,
                port + 2,
                directory.resolve("kafka"),
                directory.resolve("kafka.log"));
        s3 = new S3(
                DISTRIBUTION,
                Jdk.current(),
                port + 3,
                directory.resolve("s3"),
                directory.resolve("s3.log"),
                "access",
                "secret-key",
                "podi");
        keycloak = new Keycloak(
                DISTRIBUTION,
                Jdk.current(),
                port + 4,
                port + 5,
                directory.resolve("keycloak"),
                directory.resolve("keycloak.log"),
                new Keycloak.Database(postgres.jdbcUrl("keycloak"), "keycloak", "it's secret"),
                realmValues());
        Stream.of(postgres, kafka, s3, keycloak).forEach(part -> children.add(part.start(leash::hold)));
    }

    private static Map<String, String> realmValues() {
        Map<String, String> values = SERVICES.stream()
                .collect(Collectors.toMap(Keycloak::secretVariable, service -> "secret-of-" + service));
        values.put("PODI_ADMIN_PASSWORD", "Admin123");
        return values;
    }

    @AfterAll
    static void letGo() {
        leash.close();
    }

    @Test
    void eachRoleHasItsDatabaseAndKeepsOthersOut() throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("wallet"), "wallet", "wallet");
                ResultSet rows = connection.createStatement().executeQuery("show synchronous_commit")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("on");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("wallet"), "wallet", "wrong"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("wallet"), "keycloak", "it's secret"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void kafkaTakesATopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("podi.task", 6, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).contains("podi.task");
        }
    }

    @Test
    void s3TakesASignedUploadAndRefusesATamperedOne() throws Exception {
        MinioClient client = MinioClient.builder()
                .endpoint(s3.endpoint().toString())
                .credentials("access", "secret-key")
                .build();
        String url = client.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                .method(Http.Method.PUT)
                .bucket("podi")
                .object("greeting.txt")
                .expiry(60)
                .build());

        assertThat(put(url)).isEqualTo(200);
        assertThat(put(url.replace("greeting", "other"))).isEqualTo(403);
        try (GetObjectResponse object = client.getObject(
                GetObjectArgs.builder().bucket("podi").object("greeting.txt").build())) {
            assertThat(object).hasContent("hello");
            assertThat(object.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    private static int put(String url) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .PUT(BodyPublishers.ofString("hello"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void theAdministratorGetsADayAndAllRoles() throws Exception {
        JsonNode token = claims(passwordGrant("admin", "Admin123"));

        assertThat(token.get("iss").asString()).isEqualTo(keycloak.baseUrl() + "/realms/podi");
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
        String users = keycloak.baseUrl() + "/admin/realms/podi/users";

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
                post(user + "/role-mappings/realm", "[" + role + "]", "application/json", authorization);
        assertThat(assigned.statusCode()).as(assigned.body()).isEqualTo(204);

        assertThat(get(user, authorization).at("/attributes/team/0").asString()).isEqualTo("print");
        assertThat(roles(claims(passwordGrant("mia", "Mia12345"))))
                .contains("user")
                .doesNotContain("admin", "service");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void nothingIsLeftAfterTheStop() {
        List<Part> parts = List.of(postgres, kafka, s3, keycloak);
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).stop(children.get(i));
        }

        assertThat(children).noneMatch(Child::isAlive);
        assertThat(parts).flatMap(Part::ports).allMatch(Ports::isFree);
        assertThat(postgres.data().resolve("postmaster.pid")).doesNotExist();
    }

    private static JsonNode passwordGrant(String user, String password) throws Exception {
        return grant("auth-service", Map.of("grant_type", "password", "username", user, "password", password));
    }

    private static JsonNode clientGrant(String service) throws Exception {
        return grant(service, Map.of("grant_type", "client_credentials"));
    }

    private static JsonNode grant(String service, Map<String, String> form) throws Exception {
        String client = Base64.getEncoder()
                .encodeToString("svc-%1$s:secret-of-%1$s".formatted(service).getBytes());
        HttpResponse<String> answer = post(
                keycloak.baseUrl() + "/realms/podi/protocol/openid-connect/token",
                form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")),
                "application/x-www-form-urlencoded",
                "Basic " + client);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> post(String url, String body, String contentType, String authorization)
            throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
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
