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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PartsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Distribution DISTRIBUTION = Distribution.of(Path.of(System.getProperty("podi.root", "../..")));
    private static final List<Child> children = new ArrayList<>();

    private static Leash leash;
    private static Postgres postgres;
    private static Kafka kafka;
    private static S3 s3;

    @BeforeAll
    static void start() throws IOException {
        Path directory = Files.createTempDirectory("podi-parts");
        leash = new Leash(directory);
        int port = Ports.freeBlock(4);
        postgres = new Postgres(
                DISTRIBUTION,
                port,
                directory.resolve("postgresql"),
                directory.resolve("postgresql.log"),
                "super",
                Map.of("reader", "it's secret", "wallet", "wallet"));
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
        Stream.of(postgres, kafka, s3).forEach(part -> children.add(part.start(leash::hold)));
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
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("wallet"), "reader", "it's secret"))
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
    @Order(Integer.MAX_VALUE)
    void nothingIsLeftAfterTheStop() {
        List<Part> parts = List.of(postgres, kafka, s3);
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).stop(children.get(i));
        }

        assertThat(children).noneMatch(Child::isAlive);
        assertThat(parts).flatMap(Part::ports).allMatch(Ports::isFree);
        assertThat(postgres.data().resolve("postmaster.pid")).doesNotExist();
    }
}
