package com.podi.testsupport;

import com.podi.parts.Child;
import com.podi.parts.Distribution;
import com.podi.parts.Jdk;
import com.podi.parts.Kafka;
import com.podi.parts.Keycloak;
import com.podi.parts.Leash;
import com.podi.parts.Part;
import com.podi.parts.Ports;
import com.podi.parts.Postgres;
import com.podi.parts.S3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The real parts, each started when the first test asks for it and ended with the JVM; nothing of them remains. */
public final class RealParts {
    private static final RealParts INSTANCE = new RealParts();
    static final String PASSWORD = "password";

    private final Distribution distribution = Distribution.of(checkout());
    private final Jdk jdk = Jdk.current();
    private final Path directory = temporaryDirectory();
    private final Leash leash = new Leash(directory);
    private final AtomicInteger databases = new AtomicInteger();
    private final AtomicInteger servers = new AtomicInteger();

    private @Nullable Postgres postgres;
    private @Nullable Kafka kafka;
    private @Nullable S3 s3;
    private @Nullable Keycloak keycloak;

    private RealParts() {}

    /** An empty database of its own for whoever asks. */
    public static Database database() {
        return INSTANCE.newDatabase();
    }

    /** A server of its own for whoever wants to kill it. */
    public static PostgresServer postgres() {
        return INSTANCE.newPostgres();
    }

    /** The bootstrap servers of a broker that creates no topics by itself. */
    public static String kafka() {
        return INSTANCE.startedKafka().bootstrapServers();
    }

    public static ObjectStore s3() {
        S3 server = INSTANCE.startedS3();
        return new ObjectStore(server.endpoint(), server.accessKey(), server.secretKey(), server.bucket());
    }

    public static Identity keycloak() {
        return new Identity(INSTANCE.startedKeycloak().baseUrl());
    }

    private Database newDatabase() {
        Postgres server = startedPostgres();
        String name = "test" + databases.incrementAndGet();
        server.provide(name, PASSWORD);
        return new Database(server.jdbcUrl(name), name, PASSWORD);
    }

    private PostgresServer newPostgres() {
        return new PostgresServer(postgres("postgresql-" + servers.incrementAndGet(), directory), leash);
    }

    private synchronized Postgres startedPostgres() {
        if (postgres == null) {
            postgres = started(postgres("postgresql", directory));
        }
        return postgres;
    }

    private synchronized Kafka startedKafka() {
        if (kafka == null) {
            int port = Ports.freeBlock(2);
            kafka = started(
                    new Kafka(distribution, jdk, port, port + 1, directory.resolve("kafka"), log(directory, "kafka")));
        }
        return kafka;
    }

    private synchronized S3 startedS3() {
        if (s3 == null) {
            s3 = started(new S3(
                    distribution,
                    jdk,
                    Ports.freeBlock(1),
                    directory.resolve("s3"),
                    log(directory, "s3"),
                    "access",
                    PASSWORD,
                    "podi"));
        }
        return s3;
    }

    private synchronized Keycloak startedKeycloak() {
        if (keycloak == null) {
            Path template = distribution.prepared("keycloak-template-" + realmVersion(), this::fillTemplate);
            Postgres store = postgres("keycloak-store", directory);
            copy(template.resolve("keycloak-store"), store.data());
            keycloak = started(keycloak(started(store), directory));
        }
        return keycloak;
    }

    /** Filling the database and importing the realm takes half a minute: tests begin with a copy of the result. */
    private void fillTemplate(Path template) {
        Postgres store = postgres("keycloak-store", template);
        Child storeProcess = store.start(leash::hold);
        Keycloak server = keycloak(store, template);
        server.stop(server.start(leash::hold));
        store.stop(storeProcess);
    }

    private Postgres postgres(String name, Path parent) {
        return new Postgres(
                distribution,
                Ports.freeBlock(1),
                parent.resolve(name),
                log(parent, name),
                PASSWORD,
                Map.of("keycloak", PASSWORD));
    }

    private Keycloak keycloak(Postgres store, Path parent) {
        int port = Ports.freeBlock(2);
        return new Keycloak(
                distribution,
                jdk,
                port,
                port + 1,
                parent.resolve("keycloak"),
                log(parent, "keycloak"),
                new Keycloak.Database(store.jdbcUrl("keycloak"), "keycloak", PASSWORD),
                realmValues());
    }

    private <P extends Part> P started(P part) {
        part.start(leash::hold);
        return part;
    }

    private static Map<String, String> realmValues() {
        Map<String, String> values = Stream.of(
                        "gateway",
                        "auth-service",
                        "media-service",
                        "wallet-service",
                        "ability-service",
                        "task-worker",
                        "comfyui-admin-service",
                        "coze-plugin-service")
                .collect(Collectors.toMap(Keycloak::secretVariable, Identity::secretOf));
        values.put("PODI_ADMIN_PASSWORD", Identity.ADMIN_PASSWORD);
        values.put("KC_BOOTSTRAP_ADMIN_USERNAME", Identity.KEYCLOAK_ADMIN);
        values.put("KC_BOOTSTRAP_ADMIN_PASSWORD", Identity.ADMIN_PASSWORD);
        String tokenLife = System.getenv(Keycloak.TOKEN_LIFE);
        if (tokenLife != null) {
            values.put(Keycloak.TOKEN_LIFE, tokenLife);
        }
        return values;
    }

    private static Path log(Path parent, String name) {
        return parent.resolve("log").resolve(name + ".log");
    }

    private static String realmVersion() {
        CRC32 checksum = new CRC32();
        checksum.update(Keycloak.realm());
        checksum.update(new TreeMap<>(realmValues()).toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }

    private static void copy(Path source, Path target) {
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : paths.toList()) {
                Files.copy(
                        path, target.resolve(source.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + source, e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("podi-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path checkout() {
        String root = System.getProperty("podi.root");
        if (root != null) {
            return Path.of(root);
        }
        Path start = Path.of("").toAbsolutePath();
        return Stream.iterate(start, path -> path != null, Path::getParent)
                .filter(path -> Files.isDirectory(path.resolve("infra/parts")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no checkout around " + start));
    }
}
