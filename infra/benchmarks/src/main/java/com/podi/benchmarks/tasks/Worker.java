package com.podi.benchmarks.tasks;

import com.podi.benchmarks.Complaints;
import com.podi.benchmarks.Scratch;
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
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The service in a process of its own, as shipped, with {@link PunctualExecutor} beside the executors it has. */
final class Worker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KEY_BYTES = 32;
    private static final String MAIN = "com.podi.taskworker.TaskWorkerApplication";

    private final Path directory = Scratch.directory();
    private final Leash leash = new Leash(directory);
    private final OtherServices others = new OtherServices();
    private final String user = TestTokens.start().user("ann");
    private final Child child;
    private final Wire wire;

    Worker(Database database, StartReports reports) {
        int port = Ports.freeBlock(1);
        Path home = Path.of(System.getProperty("podi.root"), "target/podi");
        List<String> command = new ArrayList<>(List.of(
                Jdk.current().home().resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmx512m",
                "-Xmn256m",
                "-D%s=%d".formatted(PunctualExecutor.REPORT_TO, reports.port()),
                "-cp",
                home.resolve("services/task-worker.jar")
                        + File.pathSeparator
                        + home.resolve("benchmarks/benchmarks.jar"),
                MAIN,
                "--spring.main.sources=" + PunctualExecutor.class.getName()));
        command.addAll(others.options());
        Map<String, String> own = Map.of(
                "PODI_TOKEN_URI", TestTokens.start().tokens().toString(),
                "PODI_CLIENT_SECRET", "secret",
                "PODI_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[KEY_BYTES]));
        child = new Program(
                        "task-worker",
                        command,
                        ServiceVariables.of(port, database, own),
                        directory,
                        directory.resolve("task-worker.log"))
                .launch();
        leash.hold(child);
        child.await(Probe.http(ServiceVariables.readiness(port)), PATIENCE);
        wire = new Wire(port);
    }

    /** Submits over HTTP, and returns with the answer. */
    void submit(JsonNode inputs) {
        Wire.Answer answer = wire.post(
                "/api/ability-tasks", user, "{\"abilityId\":\"%s\",\"inputs\":%s}".formatted(NoOp.ABILITY, inputs));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer + System.lineSeparator() + Complaints.in(child.log()));
        }
    }

    @Override
    public void close() {
        wire.close();
        leash.close();
        others.close();
    }
}
