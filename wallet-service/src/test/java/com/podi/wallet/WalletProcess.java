package com.podi.wallet;

import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.TestTokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service as it is shipped, in a process that can be killed. */
final class WalletProcess {

    private static final Path ROOT = Path.of(System.getProperty("podi.root"));
    private static final Path DIRECTORY = ROOT.resolve("wallet-service/target/process");

    private final int port = Ports.freeBlock(1);
    private final Leash leash = new Leash(DIRECTORY.resolve("data"));
    private final Program program;
    private Child child;

    WalletProcess(Database database) {
        List<String> command = new ArrayList<>(Jdk.current().java("-Xmx192m"));
        command.addAll(List.of(
                "-jar", ROOT.resolve("target/podi/services/wallet-service.jar").toString()));
        TestTokens tokens = TestTokens.start();
        program = new Program(
                "wallet-service",
                command,
                Map.of(
                        "PODI_PORT_SELF", Integer.toString(port),
                        "PODI_DB_URL", database.jdbcUrl(),
                        "PODI_DB_USER", database.user(),
                        "PODI_DB_PASSWORD", database.password(),
                        "PODI_KAFKA", RealParts.kafka(),
                        "PODI_ISSUER", tokens.issuer().toString(),
                        "PODI_JWKS", tokens.jwks().toString(),
                        // Services of other tests share the broker, and would share the events.
                        "SPRING_KAFKA_CONSUMER_GROUP_ID", "wallet-process-" + port,
                        "EUREKA_CLIENT_ENABLED", "false"),
                ROOT,
                DIRECTORY.resolve("wallet-service.log"));
        start();
    }

    int port() {
        return port;
    }

    void start() {
        child = program.launch();
        leash.hold(child);
        child.await(
                Probe.http(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")),
                Duration.ofMinutes(3));
    }

    /** {@code kill -9}. */
    void kill() {
        child.kill();
    }
}
