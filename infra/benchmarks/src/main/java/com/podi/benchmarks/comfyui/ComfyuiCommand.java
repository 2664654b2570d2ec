package com.podi.benchmarks.comfyui;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.Jvm;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Pause;
import com.podi.benchmarks.Processor;
import com.podi.benchmarks.Scratch;
import com.podi.benchmarks.load.Wire;
import com.podi.comfyclient.ComfyNode;
import com.podi.comfyclient.ComfyNodes;
import com.podi.comfyclient.NodeAddress;
import com.podi.comfyclient.Outcome;
import com.podi.comfyclient.PromptRun;
import com.podi.comfyclient.Settings;
import com.podi.comfydouble.ComfyNodeDouble;
import com.podi.comfydouble.Release;
import com.podi.launcher.ProgressLines;
import com.podi.launcher.Suite;
import com.podi.launcher.SuiteSettings;
import com.podi.launcher.demo.ComfyuiShow;
import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import com.podi.starter.http.TrustedHttp;
import com.podi.testsupport.Api;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One small picture after the other, with a node whose own time is known: what remains is ours. */
@Command(
        name = "comfyui",
        description = "What the platform adds to the time that a ComfyUI node works.",
        mixinStandardHelpOptions = true)
public final class ComfyuiCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final double GOAL_MS = 40;
    private static final long PLENTY = 1_000_000_000;
    private static final String UNLIMITED = "1000000000";

    @Option(names = "--tasks", defaultValue = "300", description = "default: ${DEFAULT-VALUE}")
    private int tasks;

    @Option(names = "--warm-up", defaultValue = "300", description = "default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(
            names = "--jvm",
            defaultValue = "LAUNCHER",
            description = "how our services run: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Jvm jvm;

    private final MarkdownTable table =
            new MarkdownTable("added to the node's own time", "p50 ms", "p95 ms", "the node's own, mean ms", "goal");

    @FunctionalInterface
    private interface Once {
        void run() throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Scratch.directory();
        Path root = Path.of(System.getProperty("podi.root"));
        int port = Ports.freeBlock(SuiteSettings.PORTS);
        Suite suite = new Suite(
                new SuiteSettings(
                        root,
                        directory,
                        Jdk.current(),
                        Map.of("PODI_PORT", Integer.toString(port), "PODI_LIMIT_USER_CALLS", UNLIMITED)),
                service -> jvm.addition());
        Runtime.getRuntime().addShutdownHook(new Thread(suite::abort));
        try (ComfyNodeDouble node = ComfyNodeDouble.start(Release.V0_33);
                Leash leash = new Leash(directory);
                ComfyNodes nodes = new ComfyNodes(new TrustedHttp(List.of(), true), Settings.USUAL)) {
            client(node, nodes.at(NodeAddress.of(node.baseUrl().toString())), root);
            suite.start(new ProgressLines(System.err) {
                @Override
                public void launched(Child child) {
                    leash.hold(child);
                }
            });
            new ComfyuiShow(suite.gateway(), suite.adminPassword()).set(node.baseUrl());
            Processor processor = Processor.watch();
            invoke(node, suite, port);
            System.out.printf(
                    "%n%s%n%n%d tasks one after the other, %d before them to warm up, pictures of 64 x 48 pixels, double of %s,"
                            + " JVMs as of %s, JDK %d; others used %.0f %% of the processors.%n",
                    table,
                    tasks,
                    warmUp,
                    node.release().version(),
                    jvm.name().toLowerCase(),
                    Runtime.version().feature(),
                    processor.othersPercent());
        } finally {
            suite.stop();
        }
        return 0;
    }

    private void client(ComfyNodeDouble server, ComfyNode node, Path root) throws Exception {
        Path picture = Files.createTempFile("bench", ".png");
        Files.write(picture, picture());
        Path result = Files.createTempFile("bench", ".png");
        JsonNode graph = JSON.readTree(Files.readString(root.resolve("infra/comfyui/workflows/upscale.json")))
                .get("definition");
        row("client alone: upload, submit, wait, fetch", measure(server, () -> {
            String id = UUID.randomUUID().toString();
            ObjectNode prompt = (ObjectNode) graph.deepCopy();
            ((ObjectNode) prompt.at("/1/inputs")).put("image", node.upload(picture, "png"));
            ((ObjectNode) prompt.at("/3/inputs")).put("filename_prefix", "bench/" + id + "/3");
            try (PromptRun run = node.run(id, percent -> {})) {
                run.submit(prompt);
                Outcome.Done done = (Outcome.Done) run.await(Duration.ofMinutes(1));
                node.download(done.of(List.of("3")).get(0), result);
            }
        }));
    }

    /** From the gateway and back: checked, frozen, queued, fetched, run, stored, measured, settled. */
    private void invoke(ComfyNodeDouble server, Suite suite, int port) throws Exception {
        String token = customer(suite);
        Wire wire = new Wire(port);
        String path = "/api/abilities/comfyui_upscale/invoke";
        JsonNode first = JSON.readTree(wire.post(
                        path,
                        token,
                        JSON.writeValueAsString(Map.of(
                                "inputs", Map.of("scale", 2),
                                "imageBase64", Base64.getEncoder().encodeToString(picture()))))
                .ok());
        String key = first.at("/data/images/0/objectKey").asString();
        String body = JSON.writeValueAsString(
                Map.of("inputs", Map.of("scale", 2), "images", List.of(Map.of("objectKey", key))));
        List<String> taskIds = new ArrayList<>();
        Times whole = measure(server, () -> {
            JsonNode answer = JSON.readTree(wire.post(path, token, body).ok());
            if (!answer.at("/data/status").asString().equals("completed")) {
                throw new IllegalStateException("not completed");
            }
            taskIds.add(answer.at("/data/metadata/taskId").asString());
        });
        row("of it the run: fetched, run, stored, measured", runs(suite, token, taskIds, whole));
        row("whole path: synchronous invoke through the gateway", whole);
    }

    /** From the start of each task to its end, as the database has it. */
    private Times runs(Suite suite, String token, List<String> taskIds, Times whole) {
        Api user = Api.at(suite.gateway()).as(token);
        double[] ms = taskIds.subList(warmUp, taskIds.size()).stream()
                .map(id -> user.get("/api/ability-tasks/" + id))
                .mapToDouble(task -> Duration.between(
                                        Instant.parse(task.data("/startedAt").asString()),
                                        Instant.parse(task.data("/completedAt").asString()))
                                .toNanos()
                        / 1e6)
                .toArray();
        return new Times(ms, whole.ownMs);
    }

    /** What each took, and how much of that the node did. */
    private record Times(double[] ms, double[] ownMs) {

        Times(int count) {
            this(new double[count], new double[count]);
        }
    }

    private Times measure(ComfyNodeDouble server, Once once) throws Exception {
        for (int number = 0; number < warmUp; number++) {
            once.run();
        }
        Times times = new Times(tasks);
        for (int number = 0; number < tasks; number++) {
            Duration before = server.executionTime();
            long began = System.nanoTime();
            once.run();
            times.ms[number] = (System.nanoTime() - began) / 1e6;
            times.ownMs[number] = server.executionTime().minus(before).toNanos() / 1e6;
        }
        return times;
    }

    private void row(String what, Times times) {
        double[] added = IntStream.range(0, tasks)
                .mapToDouble(number -> times.ms[number] - times.ownMs[number])
                .sorted()
                .toArray();
        double p50 = added[tasks / 2];
        table.row(
                what,
                "%.1f".formatted(p50),
                "%.1f".formatted(added[tasks * 95 / 100]),
                "%.1f".formatted(Arrays.stream(times.ownMs).average().orElse(0)),
                "p50 < %.0f; %s".formatted(GOAL_MS, Goal.word(p50 < GOAL_MS)));
    }

    private static String customer(Suite suite) {
        Api gateway = Api.at(suite.gateway());
        Map<String, String> person = Map.of("username", "bench-comfyui", "password", "bench-Comfyui-1");
        gateway.post(
                "/api/auth/register",
                Map.of("username", "bench-comfyui", "password", "bench-Comfyui-1", "email", "bench@example.com"));
        String token = gateway.post("/api/auth/login", person).text("/token");
        Api user = gateway.as(token);
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        // The account is opened when the wallet hears of the user.
        while (user.get("/api/wallet/v1/statistics").data("/balance").asLong(0) == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no account was opened");
            }
            Pause.ms(100);
        }
        String admin = gateway.post("/api/auth/login", Map.of("username", "admin", "password", suite.adminPassword()))
                .text("/token");
        String userId = user.get("/api/auth/me").text("/id");
        gateway.as(admin)
                .post(
                        "/api/wallet/v1/grants",
                        Map.of("userId", userId, "points", PLENTY, "reason", "for the benchmark"));
        return token;
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
