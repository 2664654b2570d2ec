package com.podi.benchmarks.wallet;

import com.podi.benchmarks.load.Load;
import com.podi.benchmarks.load.Wire;
import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import com.podi.testsupport.Database;
import com.podi.testsupport.ServiceVariables;
import com.podi.testsupport.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The service in a process of its own, with token checks and tracing as shipped. */
final class Wallet {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port = Ports.freeBlock(1);
    private final String token = TestTokens.start().service("svc-task-worker");

    /** @param lanes how the service gathers; with none it does not */
    Wallet(Database database, Leash leash, Path directory, int lanes) {
        Jdk jdk = Jdk.current();
        // With the compiler and the heap of a server, not with those that let fifteen processes start on two cores.
        Child child = new Program(
                        "wallet-service",
                        List.of(
                                jdk.home().resolve("bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xms512m",
                                "-Xmx512m",
                                "-Xmn384m",
                                "-jar",
                                Path.of(System.getProperty("podi.root"), "target/podi/services/wallet-service.jar")
                                        .toString()),
                        ServiceVariables.of(port, database, Map.of("PODI_WALLET_LANES", Integer.toString(lanes))),
                        directory,
                        directory.resolve("wallet-%d.log".formatted(lanes)))
                .launch();
        leash.hold(child);
        child.await(Probe.http(ServiceVariables.readiness(port)), PATIENCE);
    }

    /** Every connection freezes and confirms in turn; a call is a freeze or a confirm. */
    Load.Result pairs(int clients, int accounts, Duration duration) {
        return Pairs.run(port, token, clients, accounts, duration);
    }

    Load.Result reads(String path, Duration duration) {
        Wire wire = new Wire(port);
        String user = TestTokens.start().admin("admin");
        return Load.run(1, duration, number -> () -> wire.get(path, user).ok());
    }
}
