package com.podi.comfyclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.podi.comfyclient.NodeException.Kind;
import com.podi.comfydouble.ComfyNodeDouble;
import com.podi.comfydouble.Faults.OnPrompt;
import com.podi.comfydouble.Faults.OnRequest;
import com.podi.comfydouble.Faults.OnSocket;
import com.podi.comfydouble.Recorded;
import com.podi.comfydouble.Release;
import com.podi.starter.http.TrustedHttp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the client promises of any node; what needs a node that fails on command is left out where the node is real. Most of
 * it is waiting for nodes that are slow, so that many wait at once, each with a double of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}")
@MethodSource("com.podi.comfyclient.Subject#all")
class ComfyContractIT {

    /** It has one queue, in which nobody else may stand. */
    private static final Lock REAL_NODE = new ReentrantLock();

    private static final TrustedHttp HTTP = new TrustedHttp(List.of(), true);
    private static final AtomicInteger LEFT_OUT = new AtomicInteger();
    private static final Duration LONG = Duration.ofSeconds(20);

    /** As usual, but for a hurry. */
    private static final Settings SETTINGS = new Settings(
            Duration.ofMillis(1_500),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(20),
            Duration.ofMillis(400),
            Duration.ofMillis(1_500),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            Duration.ofMillis(50));

    @TempDir
    private Path directory;

    private final Subject subject;
    private @Nullable ComfyNodeDouble ofDouble;
    private NodeAddress address;
    private ComfyNodes nodes;
    private ComfyNode node;

    ComfyContractIT(Subject subject) {
        this.subject = subject;
    }

    @BeforeEach
    void open() {
        if (subject.release() == null) {
            REAL_NODE.lock();
        } else {
            ofDouble = ComfyNodeDouble.start(subject.release());
        }
        address = NodeAddress.of(
                ofDouble == null ? subject.url() : ofDouble.baseUrl().toString());
        nodes = new ComfyNodes(HTTP, SETTINGS);
        node = nodes.at(address);
    }

    @AfterEach
    void close() {
        nodes.close();
        if (subject.release() == null) {
            REAL_NODE.unlock();
        }
        if (ofDouble != null) {
            ofDouble.close();
        }
    }

    @AfterAll
    static void sayWhatWasLeftOut() {
        if (Subject.REAL != null) {
            System.out.printf(
                    "at %s: %d cases left out, they need a node that fails on command%n", Subject.REAL, LEFT_OUT.get());
        }
    }

    /** For what a real node cannot be told to do. */
    private ComfyNodeDouble onCommand() {
        if (ofDouble == null) {
            LEFT_OUT.incrementAndGet();
            throw new TestAbortedException("needs a node that fails on command");
        }
        return ofDouble;
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static ObjectNode probe(String id) {
        return Workflows.graph("probe", "podi/" + id);
    }

    private Outcome run(String id, ObjectNode graph) throws Exception {
        return run(id, graph, percent -> {});
    }

    private Outcome run(String id, ObjectNode graph, IntConsumer progress) throws Exception {
        try (PromptRun run = node.run(id, progress)) {
            run.submit(graph);
            return run.await(LONG);
        }
    }

    private Outcome runProbe() throws Exception {
        String id = id();
        return run(id, probe(id));
    }

    private CompletableFuture<Outcome> inBackground(String id, ObjectNode graph) {
        return inBackground(id, graph, percent -> {});
    }

    private CompletableFuture<Outcome> inBackground(String id, ObjectNode graph, IntConsumer progress) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return run(id, graph, progress);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void refusedWith(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(NodeException.class, refusal -> assertThat(refusal.kind())
                .isEqualTo(kind));
    }

    private Path picture(int width, int height, int argb) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, argb);
            }
        }
        Path file = Files.createTempFile(directory, "picture", ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private List<BufferedImage> fetched(Outcome outcome, String... outputs) throws Exception {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        List<BufferedImage> pictures = new ArrayList<>();
        for (OutputFile file : ((Outcome.Done) outcome).of(List.of(outputs))) {
            Path target = Files.createTempFile(directory, "result", ".png");
            node.download(file, target);
            pictures.add(ImageIO.read(target.toFile()));
        }
        return pictures;
    }

    private static void isNearly(int rgb, BufferedImage picture) {
        int pixel = picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2);
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(pixel >> shift & 0xFF).isBetween((rgb >> shift & 0xFF) - 1, (rgb >> shift & 0xFF) + 1);
        }
    }

    // What every node can be asked.

    @Test
    void aPictureIsSentEnlargedAndFetched() throws Exception {
        String id = id();
        ObjectNode graph = Workflows.graph("upscale", "podi/" + id);
        Workflows.set(graph, "1", "image", node.upload(picture(64, 48, 0xFF336699), "png"));

        BufferedImage result = fetched(run(id, graph), "3").get(0);

        assertThat(result.getWidth()).isEqualTo(128);
        assertThat(result.getHeight()).isEqualTo(96);
        isNearly(0x336699, result);
    }

    @Test
    void transparencySurvivesWhereTheGraphPutsItBack() throws Exception {
        String id = id();
        ObjectNode graph = Workflows.graph("upscale_alpha", "podi/" + id);
        Workflows.set(graph, "1", "image", node.upload(picture(40, 40, 0x80336699), "png"));

        BufferedImage result = fetched(run(id, graph), "4").get(0);

        assertThat(result.getRGB(40, 40) >>> 24).isBetween(0x7E, 0x82);
    }

    @Test
    void severalPicturesOfANodeComeInTheirOrderAndSeveralNodesInOurs() throws Exception {
        String id = id();
        ObjectNode graph = Workflows.graph("batch_upscale", "podi/" + id);
        for (int number = 1; number <= 3; number++) {
            Workflows.set(
                    graph, number + "1", "image", node.upload(picture(10 * number, 8, 0xFF000000 + number), "png"));
        }
        Outcome outcome = run(id, graph);

        assertThat(fetched(outcome, "33", "13", "23"))
                .extracting(BufferedImage::getWidth)
                .containsExactly(60, 20, 40);
        String probe = id();
        Outcome.Done two = (Outcome.Done) run(probe, probe(probe));
        assertThat(two.of(List.of("3")))
                .extracting(OutputFile::filename)
                .containsExactly("3_00001_.png", "3_00002_.png");
        isNearly(0xCC9966, fetched(two, "3").get(1));
    }

    @Test
    void progressRisesAndNeverFalls() throws Exception {
        List<Integer> percents = new CopyOnWriteArrayList<>();
        String id = id();

        run(id, probe(id), percents::add);

        // What is over at once may be over before anything of it is heard.
        assertThat(percents).isNotEmpty().isSorted().doesNotHaveDuplicates().allSatisfy(percent -> assertThat(percent)
                .isBetween(0, 99));
    }

    @Test
    void progressIsToldWhileThePromptRuns() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        List<Integer> percents = new CopyOnWriteArrayList<>();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id), percents::add);
        server.awaitRunning(LONG);
        await().until(() -> percents.contains(0));

        // Old releases tell of a node that it is done when the next one begins.
        server.step();
        server.step();
        await().until(() -> percents.stream().anyMatch(percent -> percent >= 33));

        assertThat(run).isNotDone();
        server.letGo();
        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
        assertThat(percents).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aFailureWhileItRunsIsToldInOneLineWithoutPaths() throws Exception {
        String id = id();

        Outcome outcome = run(id, Workflows.graph("probe_failure", "podi/" + id));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.node()).isEqualTo("2");
            assertThat(failed.nodeType()).isEqualTo("ImageBlur");
            assertThat(failed.exceptionType()).contains("RuntimeError");
            assertThat(failed.message()).isNotBlank().doesNotContain("\n").doesNotContain(".py");
            assertThat(failed.ranOutOfMemory()).isFalse();
        });
    }

    @Test
    void theSamePictureIsSentAsTheSameFile() throws Exception {
        Path picture = picture(20, 20, 0xFF112233);

        assertThat(node.upload(picture, "png"))
                .isEqualTo(node.upload(picture, "png"))
                .startsWith("podi/");
    }

    @Test
    void theSameWorkTwiceMakesTwoFilesThatLastWhereEachHasItsOwnPrefix() throws Exception {
        Outcome.Done first = (Outcome.Done) runProbe();
        Outcome.Done second = (Outcome.Done) runProbe();

        assertThat(first.of(List.of("3"))).doesNotContainAnyElementsOf(second.of(List.of("3")));
        fetched(first, "3");
        fetched(second, "3");
    }

    @Test
    void aClassThatIsNotThereIsToldApart() {
        String id = id();
        ObjectNode graph = probe(id);
        ((ObjectNode) graph.get("2")).put("class_type", "OfAPluginThatNobodyHas");

        refusedWith(Kind.CLASS_MISSING, () -> run(id, graph));
    }

    @Test
    void aPictureThatIsNotThereAndAValueOutOfRangeAreRefusedWithTheirNode() {
        String id = id();
        ObjectNode graph = Workflows.graph("upscale", "podi/" + id);
        Workflows.set(graph, "1", "image", "podi/nowhere.png");
        Workflows.set(graph, "2", "scale_by", 9.0);

        assertThatThrownBy(() -> run(id, graph))
                .isInstanceOfSatisfying(NodeException.class, refusal -> assertThat(refusal.kind())
                        .isEqualTo(Kind.INVALID_WORKFLOW))
                .hasMessageContaining("node 2 (ImageScaleBy)")
                .hasMessageContaining("scale_by");
    }

    @Test
    void aNodeThatWouldDoAPartIsNotLetTo() throws Exception {
        String id = id();
        ObjectNode graph = Workflows.graph("batch_upscale", "podi/" + id);
        Workflows.set(graph, "11", "image", node.upload(picture(10, 8, 0xFF000001), "png"));
        Workflows.set(graph, "21", "image", "podi/nowhere.png");
        Workflows.set(graph, "31", "image", node.upload(picture(30, 8, 0xFF000003), "png"));

        refusedWith(Kind.INVALID_WORKFLOW, () -> run(id, graph));

        await().until(() -> node.remaining() == 0);
    }

    @Test
    void aPartIsRefusedAlsoWhereTheNodeCannotBeToldToStop() throws Exception {
        ComfyNodeDouble server = onCommand();
        String id = id();
        ObjectNode graph = Workflows.graph("batch_upscale", "podi/" + id);
        Workflows.set(graph, "11", "image", node.upload(picture(10, 8, 0xFF000001), "png"));
        Workflows.set(graph, "21", "image", "podi/nowhere.png");
        Workflows.set(graph, "31", "image", "podi/nowhere.png");
        server.faults().next("POST", "/jobs", OnRequest.RESET);
        server.faults().next("POST", "/queue", OnRequest.RESET);

        refusedWith(Kind.INVALID_WORKFLOW, () -> run(id, graph));

        assertThat(server.requests("POST", "/prompt")).hasSize(1);
    }

    @Test
    void whatNobodyKnowsIsNotFoundAndCanBeCanceled() throws Exception {
        try (PromptRun run = node.run(id(), percent -> {})) {
            assertThat(run.find()).isFalse();
            run.cancel();
            assertThat(run.await(LONG)).isInstanceOf(Outcome.Lost.class);
        }
    }

    @Test
    void whoComesLaterFindsThePromptAndGoesOnWaiting() throws Exception {
        String id = id();
        try (PromptRun first = node.run(id, percent -> {})) {
            first.submit(probe(id));
        }
        try (ComfyNodes others = new ComfyNodes(HTTP, SETTINGS);
                PromptRun second = others.at(address).run(id, percent -> {})) {
            assertThat(second.find()).isTrue();
            assertThat(fetched(second.await(LONG), "3")).hasSize(2);
        }
    }

    @Test
    void aNodeTellsItsReleaseItsMachineAndItsClasses() throws Exception {
        assertThat(node.version().since(new NodeVersion(0, 3, 0, ""))).isTrue();
        assertThat(node.systemStats().path("devices").isEmpty()).isFalse();
        assertThat(node.objectInfo("SaveImage")).isPresent();
        assertThat(node.objectInfo("OfAPluginThatNobodyHas")).isEmpty();
        assertThat(node.models("no_such_folder")).isEmpty();
    }

    @Test
    void seedsOfSixtyFourBitsArriveAsTheyAre() throws Exception {
        String id = id();
        ObjectNode graph = probe(id);
        ((ObjectNode) graph.at("/3/inputs")).put("seed", new BigInteger("18446744073709551615"));

        assertThat(run(id, graph)).isInstanceOf(Outcome.Done.class);
        if (ofDouble != null) {
            assertThat(ofDouble.requests("POST", "/prompt").get(0).text()).contains("18446744073709551615");
        }
    }

    @Test
    void whatAProxyPutsBeforeThePathStays() throws Exception {
        node = nodes.at(NodeAddress.of(address.baseUrl() + "/api/"));

        fetched(runProbe(), "3");
    }

    // What is sent.

    @Test
    void everyPromptHasOurIdAndAClientAndNothingOfOurCallers() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().refuseOrigins();

        String id = id();
        run(id, probe(id));

        String body = server.requests("POST", "/prompt").get(0).text();
        assertThat(body).contains("\"prompt_id\":\"" + id + "\"").contains("\"client_id\":\"podi-");
        assertThat(server.requests()).extracting(Recorded::headers).allSatisfy(headers -> assertThat(headers)
                .doesNotContainKeys("Origin", "Referer", "Cookie", "Sec-Fetch-Site"));
    }

    @Test
    void headersOfAProxyGoWithEveryRequestAndTheWebSocket() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().requireHeader("X-Entry", "let me in");
        node = nodes.at(new NodeAddress(address.baseUrl(), Map.of("X-Entry", "let me in")));

        fetched(runProbe(), "3");

        assertThat(server.openSockets()).isEqualTo(1);
        assertThat(server.requests())
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("X-Entry", "let me in"));
    }

    @Test
    void whoIsReachedWithOtherHeadersIsListenedToOnceAllTheSame() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String id = id();
        try (PromptRun first = nodes.at(new NodeAddress(address.baseUrl(), Map.of("X-Entry", "first")))
                .run(id, percent -> {})) {
            first.submit(probe(id));
            node = nodes.at(new NodeAddress(address.baseUrl(), Map.of("X-Entry", "second")));
            String other = id();
            try (PromptRun second = node.run(other, percent -> {})) {
                second.submit(probe(other));
                assertThat(server.socketsOpenedEver()).isEqualTo(1);
                server.letGo();
                assertThat(first.await(LONG)).isInstanceOf(Outcome.Done.class);
                assertThat(second.await(LONG)).isInstanceOf(Outcome.Done.class);
            }
        }
        assertThat(server.requests("POST", "/prompt"))
                .extracting(request -> request.headers().get("X-Entry"))
                .containsExactly("first", "second");
    }

    @Test
    void oneSocketServesAllAndGoesWhenNobodyListens() throws Exception {
        ComfyNodeDouble server = onCommand();
        List<CompletableFuture<Outcome>> runs = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            String id = id();
            runs.add(inBackground(id, probe(id)));
        }
        for (CompletableFuture<Outcome> run : runs) {
            assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
        }

        assertThat(server.socketsOpenedEver()).isEqualTo(1);
        await().until(() -> server.openSockets() == 0);
        assertThat(nodes.isListening(address)).isFalse();
    }

    @Test
    void addressesOfCloudsAreNeverDialled() {
        node = nodes.at(NodeAddress.of("http://169.254.169.254"));

        refusedWith(Kind.UNAVAILABLE, () -> node.remaining());
        assertThatThrownBy(this::runProbe).isInstanceOf(NodeException.class);
        assertThat(nodes.isListening(NodeAddress.of("http://169.254.169.254"))).isFalse();
    }

    // Submits that go wrong.

    @Test
    void aSubmitWhoseAnswerIsLostIsNotRepeated() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().next("POST", "/prompt", OnRequest.LOSE_ANSWER);

        fetched(runProbe(), "3");

        assertThat(server.requests("POST", "/prompt")).hasSize(1);
        assertThat(server.executed()).isEqualTo(1);
    }

    @Test
    void aSubmitThatIsNeverAnsweredIsNotRepeated() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().next("POST", "/prompt", OnRequest.NEVER_ANSWER);

        fetched(runProbe(), "3");

        assertThat(server.executed()).isEqualTo(1);
    }

    @Test
    void aSubmitThatNeverArrivedIsSentAgain() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().next("POST", "/prompt", OnRequest.RESET);

        fetched(runProbe(), "3");

        assertThat(server.executed()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aSubmitThatAProxyAnswersIsLookedForAndSentAgain(ProxyAnswer answer) throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().nextAnswers("POST", "/prompt", answer.status, "text/html", "<html><h1>Bad Gateway</h1></html>");

        fetched(runProbe(), "3");

        assertThat(server.executed()).isEqualTo(1);
    }

    enum ProxyAnswer {
        GOOD(200),
        TROUBLE(500),
        BAD_GATEWAY(502);

        private final int status;

        ProxyAnswer(int status) {
            this.status = status;
        }
    }

    @Test
    void aDoorThatIsShutIsToldApart() {
        ComfyNodeDouble server = onCommand();
        server.faults().nextAnswers("POST", "/prompt", 403, "text/html", "<html>Forbidden</html>");

        refusedWith(Kind.FORBIDDEN, this::runProbe);
        assertThat(server.executed()).isZero();
    }

    @Test
    void aNodeThatIsNotThereIsUnavailable() {
        onCommand().close();
        ofDouble = null;

        refusedWith(Kind.UNAVAILABLE, this::runProbe);
    }

    @Test
    void aPictureThatIsTooLargeIsRefusedBeforeAnythingIsSubmitted() throws Exception {
        onCommand().close();
        ofDouble = ComfyNodeDouble.start(
                ComfyNodeDouble.Options.of(subject.release()).takingAtMost(200));
        node = nodes.at(NodeAddress.of(ofDouble.baseUrl().toString()));

        refusedWith(Kind.INPUT_TOO_LARGE, () -> node.upload(picture(300, 300, 0xFF112233), "png"));
        assertThat(ofDouble.requests("POST", "/prompt")).isEmpty();
    }

    @Test
    void theNameThatTheNodeGaveAnUploadIsTheOneThatIsUsed() throws Exception {
        onCommand().faults().renameUploads();
        String id = id();
        ObjectNode graph = Workflows.graph("upscale", "podi/" + id);
        String name = node.upload(picture(8, 8, 0xFF336699), "png");
        Workflows.set(graph, "1", "image", name);

        assertThat(name).endsWith(" (1).png");
        isNearly(0x336699, fetched(run(id, graph), "3").get(0));
    }

    @Test
    void aModelThatTheNodeDoesNotHaveIsToldApart() {
        onCommand().faults().nextAnswers("POST", "/prompt", 400, "application/json", """
                        {"error": {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation",
                                   "details": "", "extra_info": {}},
                         "node_errors": {"4": {"class_type": "CheckpointLoaderSimple", "dependent_outputs": ["9"],
                            "errors": [{"type": "value_not_in_list", "message": "Value not in list", "details": "ckpt_name",
                                        "extra_info": {"input_name": "ckpt_name", "input_config": null,
                                                       "received_value": "SDXL\\\\base.safetensors"}}]}}}
                        """);

        refusedWith(Kind.MODEL_MISSING, this::runProbe);
    }

    // Prompts that go wrong.

    @Test
    void whoRunsOutOfMemoryIsToldApart() throws Exception {
        onCommand().faults().nextPrompt(OnPrompt.OUT_OF_MEMORY);

        assertThat(runProbe()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.ranOutOfMemory()).isTrue();
            assertThat(failed.message()).isEqualTo("Allocation on device");
        });
    }

    @Test
    void aLongTracebackAndNumbersThatAreNoneAreRead() throws Exception {
        onCommand().faults().nextPrompt(OnPrompt.HUGE_TRACEBACK);

        assertThat(runProbe()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.message())
                .isEqualTo("too large for this machine"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKED_BRANCH", "STATUS_NULL", "OUTPUT_NULL"})
    void whatLooksLikeAFailureAndIsNoneIsASuccess(OnPrompt oddity) throws Exception {
        onCommand().faults().nextPrompt(oddity);

        assertThat(fetched(runProbe(), "3")).hasSize(2);
    }

    @Test
    void anErrorBesideAStatusOfSuccessIsAFailure() throws Exception {
        onCommand().faults().nextPrompt(OnPrompt.CYCLE);

        assertThat(runProbe()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void itemsOfTheQueueMayGrowAndNumbersMayBeFractions() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().extraElements();
        server.hold();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);

        assertThat(node.queue().running()).hasSize(1);
        server.letGo();
        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void theQueueIsReadInTheOrderInWhichItRuns() throws Exception {
        ComfyNodeDouble server = onCommand();
        assumeTrue(subject.release() != Release.V0_3_44, "chooses ids itself");
        server.startNothing(true);
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < 12; number++) {
            String id = id();
            ids.add(id);
            node.submit(probe(id), id);
        }

        assertThat(node.queue().pending()).isEqualTo(ids);
        assertThat(node.remaining()).isEqualTo(12);
    }

    @Test
    void whoSomebodyElseInterruptsIsInterrupted() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);
        server.somebodyInterrupts();

        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Interrupted.class);
    }

    @Test
    void whoSomebodyElseDeletesIsLostAndNotDone() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.startNothing(true);
        try (PromptRun run = node.run(id(), percent -> {})) {
            run.submit(probe(id()));
            server.somebodyDeletes(node.queue().pending().get(0));

            assertThat(run.await(LONG)).isInstanceOf(Outcome.Lost.class);
        }
    }

    @Test
    void aHistoryThatIsLateIsWaitedFor() throws Exception {
        onCommand().faults().historyIsLate(Duration.ofSeconds(1));

        fetched(runProbe(), "3");
    }

    @Test
    void whatTheHistoryHasForgottenIsLostAndNotDone() throws Exception {
        onCommand().faults().nextPrompt(OnPrompt.TRIMMED);

        assertThat(runProbe()).isInstanceOf(Outcome.Lost.class);
    }

    @Test
    void aNodeThatIsRestartedWhileItWorksHasLostThePrompt() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);
        server.restart(Duration.ofMillis(200));

        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Lost.class);
        fetched(runProbe(), "3");
    }

    @Test
    void aQueueThatAPluginBringsBackIsFollowedAndNothingIsSubmittedAnew() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().replayQueue();
        server.hold();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);
        server.restart(Duration.ofMillis(200));

        assertThat(fetched(run.get(20, TimeUnit.SECONDS), "3")).hasSize(2);
        assertThat(server.requests("POST", "/prompt")).hasSize(1);
        assertThat(server.executed()).isEqualTo(1);
    }

    @Test
    void aNodeThatStaysAwayIsGivenUp() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);
        server.close();
        ofDouble = null;

        assertThatThrownBy(() -> run.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        NodeException.class, away -> assertThat(away.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void aNodeThatWorksForEverAndOneThatNeverStartsAreBoundByTheDeadline() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String id = id();
        try (PromptRun run = node.run(id, percent -> {})) {
            run.submit(probe(id));
            refusedWith(Kind.TIMEOUT, () -> run.await(Duration.ofMillis(300)));
            run.cancel();
            assertThat(run.await(LONG)).isInstanceOf(Outcome.Interrupted.class);
        }
        server.startNothing(true);
        try (PromptRun run = node.run(id(), percent -> {})) {
            run.submit(probe(id()));
            refusedWith(Kind.TIMEOUT, () -> run.await(Duration.ofMillis(300)));
            run.cancel();
            assertThat(node.remaining()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE_MISSING", "FILE_EMPTY", "FILE_TRUNCATED", "TEMPORARY", "ONLY_TEXT"})
    void aSuccessWithoutItsFileIsNone(OnPrompt spoiled) throws Exception {
        onCommand().faults().nextPrompt(spoiled);
        String id = id();
        ObjectNode graph = probe(id);
        Workflows.set(graph, "1", "batch_size", 1);
        Outcome outcome = run(id, graph);

        refusedWith(Kind.OUTPUT_MISSING, () -> fetched(outcome, "3"));
    }

    @Test
    void filesAreFilesWhateverTheirListIsCalled() throws Exception {
        onCommand().faults().nextPrompt(OnPrompt.GIFS);

        assertThat(fetched(runProbe(), "3")).hasSize(1);
    }

    @Test
    void aNodeWhoseClockIsWrongIsWaitedForByOurs() throws Exception {
        onCommand().close();
        ofDouble = ComfyNodeDouble.start(ComfyNodeDouble.Options.of(subject.release())
                .by(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1))));
        node = nodes.at(NodeAddress.of(ofDouble.baseUrl().toString()));

        fetched(runProbe(), "3");
    }

    // Answers that go wrong while we wait.

    @ParameterizedTest
    @EnumSource
    void aQuestionThatIsNotAnsweredIsAskedAgain(OnRequest fault) throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().next("GET", "/history", fault);
        server.faults().next("GET", "/queue", fault);

        fetched(runProbe(), "3");
    }

    @ParameterizedTest
    @EnumSource
    void aPictureThatDoesNotArriveIsSentAgainAndAResultFetchedAgain(OnRequest fault) throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().next("POST", "/upload/image", fault);
        server.faults().next("GET", "/view", fault);
        String id = id();
        ObjectNode graph = Workflows.graph("upscale", "podi/" + id);
        Workflows.set(graph, "1", "image", node.upload(picture(64, 48, 0xFF336699), "png"));

        isNearly(0x336699, fetched(run(id, graph), "3").get(0));

        assertThat(server.executed()).isEqualTo(1);
    }

    @Test
    void aResultThatComesSlowlyIsWaitedForAsLongAsItComes() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().next("GET", "/view", OnRequest.SLOWLY);
        String id = id();
        ObjectNode graph = probe(id);
        Workflows.set(graph, "1", "batch_size", 1);

        long began = System.nanoTime();
        fetched(run(id, graph), "3");

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("longer than nothing may come")
                .isGreaterThan(SETTINGS.transfer());
        assertThat(server.requests("GET", "/view")).hasSize(1);
    }

    @Test
    void aNodeThatStaysAwayWhileAResultIsFetchedIsUnavailable() throws Exception {
        ComfyNodeDouble server = onCommand();
        Outcome outcome = runProbe();
        for (int number = 0; number < 3; number++) {
            server.faults().next("GET", "/view", OnRequest.RESET);
        }

        refusedWith(Kind.UNAVAILABLE, () -> fetched(outcome, "3"));
        fetched(outcome, "3");
    }

    @ParameterizedTest
    @EnumSource
    void whoComesLaterForgivesWhatTheOneBeforeWouldHaveForgiven(OnRequest fault) throws Exception {
        ComfyNodeDouble server = onCommand();
        String id = id();
        try (PromptRun first = node.run(id, percent -> {})) {
            first.submit(probe(id));
        }
        server.awaitIdle(LONG);
        server.faults().next("GET", "/system_stats", fault);
        server.faults().next("GET", "/history", fault);
        try (ComfyNodes others = new ComfyNodes(HTTP, SETTINGS);
                PromptRun second = others.at(address).run(id, percent -> {})) {
            assertThat(second.find()).isTrue();
            assertThat(fetched(second.await(LONG), "3")).hasSize(2);
        }

        assertThat(server.requests("POST", "/prompt")).hasSize(1);
        assertThat(server.executed()).isEqualTo(1);
    }

    @Test
    void whoComesLaterToANodeThatStaysAwayGivesUp() throws Exception {
        onCommand().close();
        ofDouble = null;
        try (PromptRun run = node.run(id(), percent -> {})) {
            refusedWith(Kind.UNAVAILABLE, run::find);
        }
    }

    @Test
    void htmlInsteadOfAnAnswerIsNoEnd() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);
        for (int number = 0; number < 4; number++) {
            server.faults().nextAnswers("GET", "/history", number % 2 == 0 ? 200 : 502, "text/html", "<html></html>");
        }
        server.letGo();

        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void catalogsMayBeSlow() throws Exception {
        onCommand().faults().nextIsSlow("GET", "/object_info", Duration.ofSeconds(1));

        assertThat(node.objectInfo().has("LoraLoader")).isTrue();
        assertThat(node.models("loras")).contains("SDXL\\pattern.safetensors");
        assertThat(node.models("unet")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whateverBecomesOfTheSocketThePromptIsFollowedToItsEnd(OnSocket fault) throws Exception {
        ComfyNodeDouble server = onCommand();
        server.faults().sockets(fault);

        for (int number = 0; number < 3; number++) {
            fetched(runProbe(), "3");
        }

        assertThat(server.openSockets()).isLessThanOrEqualTo(1);
        assertThat(server.requests("GET", "/ws")).as("tries to open a socket").hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void aSocketThatBreaksWhileWeWaitIsOpenedAgainAfterAWhile() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        server.faults().sockets(OnSocket.CLOSED_EARLY);
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);
        await().until(() -> server.socketsOpenedEver() > 1);
        server.faults().clear();

        await().until(() -> server.openSockets() == 1);
        server.letGo();
        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whoComesWhileTheNextTryIsWaitedForGetsItToo() throws Exception {
        ComfyNodeDouble server = onCommand();
        nodes.close();
        nodes = new ComfyNodes(HTTP, Settings.USUAL);
        node = nodes.at(address);
        fetched(runProbe(), "3");
        server.restart(Duration.ZERO);
        await().until(() -> !nodes.isListening(address));

        server.hold();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);

        await().until(() -> server.openSockets() == 1);
        server.letGo();
        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
    }

    // Ends that we want.

    @Test
    void whatWaitsIsTakenOutOfTheQueue() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.startNothing(true);
        String id = id();
        try (PromptRun run = node.run(id, percent -> {})) {
            run.submit(probe(id));
            run.cancel();
            assertThat(node.remaining()).isZero();
        }
    }

    @Test
    void whatRunsIsInterrupted() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String id = id();
        try (PromptRun run = node.run(id, percent -> {})) {
            run.submit(probe(id));
            server.awaitRunning(LONG);
            run.cancel();
            assertThat(run.await(LONG)).isInstanceOf(Outcome.Interrupted.class);
        }
    }

    @Test
    void nobodyElsesPromptIsInterrupted() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String others = id();
        CompletableFuture<Outcome> other = inBackground(others, probe(others));
        server.awaitRunning(LONG);
        String ours = id();
        try (PromptRun run = node.run(ours, percent -> {})) {
            run.submit(probe(ours));
            run.cancel();
            run.cancel();
        }
        try (PromptRun stranger = node.run(id(), percent -> {})) {
            stranger.cancel();
        }
        server.letGo();

        assertThat(other.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
        assertThat(server.executed()).isEqualTo(1);
    }

    @Test
    void whoComesLaterInterruptsToo() throws Exception {
        ComfyNodeDouble server = onCommand();
        server.hold();
        String id = id();
        CompletableFuture<Outcome> run = inBackground(id, probe(id));
        server.awaitRunning(LONG);
        try (ComfyNodes others = new ComfyNodes(HTTP, SETTINGS);
                PromptRun second = others.at(address).run(id, percent -> {})) {
            assertThat(second.find()).isTrue();
            second.cancel();
        }

        assertThat(run.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Interrupted.class);
    }
}
