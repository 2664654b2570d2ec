package com.podi.benchmarks;

import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import com.podi.testsupport.Database;
import com.podi.testsupport.ServiceVariables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** ability-service in a process of its own, with token checks and tracing as shipped. */
public final class AbilityProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KEY_BYTES = 32;

    private final int port = Ports.freeBlock(1);
    private final Child child;

    public AbilityProcess(Database database, Leash leash, Path directory) {
        child = new Program(
                        "ability-service",
                        List.of(
                                Jdk.current().home().resolve("bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "-jar",
                                Path.of(System.getProperty("podi.root"), "target/podi/services/ability-service.jar")
                                        .toString()),
                        ServiceVariables.of(
                                port,
                                database,
                                Map.of(
                                        // Nobody adds up the log while it is measured.
                                        "PODI_ABILITY_RECONCILIATION_FIRST_AFTER",
                                        "PT24H",
                                        "PODI_MASTER_KEY",
                                        Base64.getEncoder().encodeToString(new byte[KEY_BYTES]))),
                        directory,
                        directory.resolve("ability.log"))
                .launch();
        leash.hold(child);
        child.await(Probe.http(ServiceVariables.readiness(port)), PATIENCE);
    }

    public int port() {
        return port;
    }

    public Child child() {
        return child;
    }
}
