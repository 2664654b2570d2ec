package com.podi.wallet;

import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import com.podi.testsupport.Database;
import com.podi.testsupport.ServiceVariables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service as it is shipped, in a process that can be killed. */
final class WalletProcess {

    private static final Path ROOT = Path.of(System.getProperty("podi.root"));
    private static final Path DIRECTORY = ROOT.resolve("wallet-service/target/process");

    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int port = Ports.freeBlock(1);
    private final Leash leash = new Leash(DIRECTORY.resolve("data"));
    private final Program program;
    private Child child;

    WalletProcess(Database database) {
        List<String> command = new ArrayList<>(Jdk.current().java("-Xmx192m"));
        command.addAll(List.of(
                "-jar", ROOT.resolve("target/podi/services/wallet-service.jar").toString()));
        program = new Program(
                "wallet-service",
                command,
                ServiceVariables.of(
                        port,
                        database,
                        // Services of other tests share the broker, and would share the events.
                        Map.of("SPRING_KAFKA_CONSUMER_GROUP_ID", "wallet-process-" + port)),
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
        child.await(Probe.http(ServiceVariables.readiness(port)), PATIENCE);
    }

    /** As a machine that hangs: the process keeps what it has, and does nothing. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(child.pid()))
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("no signal reached " + child.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@code kill -9}. */
    void kill() {
        child.kill();
    }
}
