package com.podi.taskworker.executor.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.podi.comfydouble.ComfyNodeDouble;
import com.podi.comfydouble.Faults.OnPrompt;
import com.podi.comfydouble.Faults.OnRequest;
import com.podi.comfydouble.Faults.OnSocket;
import com.podi.comfydouble.Release;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.AttemptFailed;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.Topics;
import com.podi.taskworker.executor.ExecutorContract;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.testsupport.Records;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every executor owes its tasks, and what nodes do to break it, over all releases that there is a double of; and at a
 * real node where {@code COMFYUI_BASE_URL} says there is one, but for what needs a node that waits or fails on command.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("releases")
class ComfyExecutorIT extends ExecutorContract {

    private static final @Nullable String REAL = System.getenv("COMFYUI_BASE_URL");
    private static final AtomicInteger LEFT_OUT = new AtomicInteger();
    private static final int MOST_BYTES = 20_000;

    private final @Nullable Release release;
    private @Nullable ComfyNodeDouble node;

    @Value("${spring.kafka.bootstrap-servers}")
    private String bootstrapServers;

    ComfyExecutorIT(@Nullable Release release) {
        this.release = release;
    }

    /** None stands for the real node. */
    static Stream<Arguments> releases() {
        Stream<Arguments> doubles = Arrays.stream(Release.values()).map(Arguments::of);
        return REAL == null ? doubles : Stream.concat(doubles, Stream.of(Arguments.of(Named.of("at " + REAL, null))));
    }

    @BeforeEach
    void startNode() {
        if (release != null) {
            node = ComfyNodeDouble.start(ComfyNodeDouble.Options.of(release).takingAtMost(MOST_BYTES));
        }
    }

    @AfterEach
    void stopNode() {
        if (node != null) {
            node.close();
        }
    }

    @AfterAll
    static void sayWhatWasLeftOut() {
        if (REAL != null) {
            System.out.printf(
                    "at %s: %d cases left out, they need a node that waits or fails on command%n",
                    REAL, LEFT_OUT.get());
        }
    }

    /** For what a real node cannot be told to do. */
    private ComfyNodeDouble onCommand() {
        if (node == null) {
            LEFT_OUT.incrementAndGet();
            throw new TestAbortedException("needs a node that waits or fails on command");
        }
        return node;
    }

    @Override
    protected Call one() {
        return call("upscale", picture(20));
    }

    @Override
    protected int width() {
        return 40;
    }

    @Override
    protected int height() {
        return 20;
    }

    @Override
    protected Call three() {
        return call("batch_upscale", picture(10), picture(20), picture(30));
    }

    @Override
    protected Call slow() {
        onCommand().hold();
        return one();
    }

    @Override
    protected void release() {
        if (node != null) {
            node.letGo();
        }
    }

    @Override
    protected int begun() {
        return onCommand().requests("POST", "/prompt").size();
    }

    @Override
    protected int atWork() {
        return onCommand().running().isPresent() ? 1 : 0;
    }

    @Override
    protected boolean findsItsWorkAgain() {
        return true;
    }

    @Override
    protected Failing callersFault() {
        onCommand();
        String large = MEDIA.put("large.png", "image/png", new byte[2 * MOST_BYTES]);
        return new Failing(call("upscale", large), ErrorCode.IMAGE_TOO_LARGE, 1);
    }

    @Override
    protected Failing executorsFault() {
        return new Failing(call("probe_failure"), ErrorCode.EXECUTOR_ERROR, 1);
    }

    @Override
    protected Call brokenOnce() {
        onCommand().faults().nextPrompt(OnPrompt.FILE_TRUNCATED);
        return one();
    }

    @Test
    void theNodesOfTheGraphBringTheTaskNearerToItsEnd() {
        String taskId = queued(slow());
        AtomicInteger seen = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(500)).until(() -> {
            int present = find(taskId).progress();
            return seen.getAndSet(present) == present && present > 0 && atWork() == 1;
        });
        int before = seen.get();

        // Old releases tell of a node that it is done when the next one begins.
        onCommand().step();
        onCommand().step();
        await().atMost(Duration.ofSeconds(20)).until(() -> find(taskId).progress() >= before + 20);

        assertThat(find(taskId).progress()).isLessThan(100);
        release();
        assertThat(ended(taskId).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void fewerPicturesThanThereArePlacesMakeFewerResults() {
        AbilityTask task = ended(queued(call("batch_upscale", picture(10), picture(20))));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.result().images()).hasSize(2);
    }

    @Test
    void theWorkflowDoesNotLeaveWithThePicture() {
        AbilityTask task = ended(queued(one()));

        assertThat(MEDIA.resultsOf(task.taskId()).values()).singleElement().satisfies(bytes -> assertThat(
                        new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotContain("tEXt")
                .doesNotContain("class_type"));
    }

    @Test
    void everyAttemptSavesInAPlaceOfItsOwn() {
        ended(queued(one()));
        ended(queued(one()));

        assertThat(onCommand().requests("POST", "/prompt"))
                .extracting(request -> request.text().replaceAll(".*\"filename_prefix\":\"([^\"]+)\".*", "$1"))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(prefix -> assertThat(prefix).matches("podi/[0-9a-f-]{36}/3"));
    }

    @Test
    void aNodeThatForgetsEverythingIsAskedAgainAndNothingIsCalledDone() {
        String taskId = queued(slow());
        await().until(() -> atWork() == 1);

        onCommand().restart(Duration.ofMillis(500));

        AbilityTask task = ended(taskId);
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(MEDIA.resultsOf(taskId)).hasSize(1);
    }

    @Test
    void aSilentSocketAndHtmlInsteadOfAnswersDelayAndDoNotFail() {
        onCommand().faults().sockets(OnSocket.SILENT);
        onCommand().faults().nextAnswers("GET", "/history", 200, "text/html", "<html>Bad Gateway</html>");
        onCommand().faults().nextAnswers("GET", "/history", 502, "text/html", "<html>Bad Gateway</html>");

        assertThat(ended(queued(one())).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(begun()).isEqualTo(1);
    }

    @Test
    void aNodeThatTakesAPartOnlyFailsTheTask() {
        Plan plan = one().plan();
        Plan.Workflow two = SomeWorkflow.of("batch_upscale");
        Plan.Workflow half = new Plan.Workflow(
                two.id(),
                1,
                two.graph(),
                List.of(new Plan.Binding("image", "image", List.of(new Plan.Target("11", "image")))),
                List.of("13"));
        AbilityTask task =
                ended(queued(new Call(SomeWorkflow.plan(half, plan.limits(), candidate()), List.of(picture(10)))));

        assertThat(task.error()).isEqualTo(ErrorCode.WORKFLOW_INVALID);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(MEDIA.resultsOf(task.taskId())).isEmpty();
    }

    @Test
    void aFileThatIsNeverThereFailsTheTask() {
        for (int attempt = 0; attempt < 3; attempt++) {
            onCommand().faults().nextPrompt(OnPrompt.FILE_MISSING);
        }
        AbilityTask task = ended(queued(one()));

        assertThat(task.error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(toldOfTheNode(task)).isEmpty();
    }

    @Test
    void whatTheNodeHasNoMemoryForIsTriedOnceMoreAndSaysNothingOfTheNode() {
        for (int attempt = 0; attempt < 3; attempt++) {
            onCommand().faults().nextPrompt(OnPrompt.OUT_OF_MEMORY);
        }
        AbilityTask task = ended(queued(one()));

        assertThat(task.error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(task.errorMessage().in(Locale.ENGLISH)).contains("memory");
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(toldOfTheNode(task)).isEmpty();
    }

    @Test
    void aPluginThatIsMissingIsLookedForElsewhereAndSaysNothingOfTheNode() {
        try (ComfyNodeDouble other = ComfyNodeDouble.start(onCommand().release())) {
            Plan.Workflow missing = SomeWorkflow.of("upscale");
            ((ObjectNode) missing.graph().get("2")).put("class_type", "OfAPluginThatNobodyHas");
            Plan.Limits limits = new Plan.Limits(60, 3, 1, null);

            AbilityTask alone =
                    ended(queued(new Call(SomeWorkflow.plan(missing, limits, candidate()), List.of(picture(20)))));
            AbilityTask one = ended(queued(
                    new Call(SomeWorkflow.plan(missing, limits, candidate(), candidate(other)), List.of(picture(20)))));

            assertThat(alone.error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
            assertThat(alone.attempt()).isEqualTo(1);
            assertThat(one.attempt()).isEqualTo(3);
            assertThat(other.requests("POST", "/prompt")).hasSize(1);
            assertThat(toldOfTheNode(alone)).isEmpty();
            assertThat(toldOfTheNode(one)).isEmpty();
        }
    }

    @Test
    void aNodeThatIsAwayIsToldOf() {
        assumeTrue(release == Release.V0_33, "nothing runs there, of whichever release");
        ComfyNodeDouble gone = ComfyNodeDouble.start(release);
        Plan.Candidate away = candidate(gone);
        gone.close();
        Plan plan = SomeWorkflow.plan(SomeWorkflow.of("upscale"), new Plan.Limits(60, 1, 1, null), away);

        assertThat(toldOfTheNode(ended(queued(new Call(plan, List.of(picture(20)))))))
                .hasSize(1);
    }

    /** What the keeper of the executors hears, after which it would be sent less, or nothing. */
    private List<String> toldOfTheNode(AbilityTask task) {
        List<String> told = await().atMost(Duration.ofSeconds(20))
                .until(() -> Records.under(task.taskId(), Topics.TASK, bootstrapServers), events -> events.stream()
                        .anyMatch(event -> event.contains(InvocationFinished.TYPE)));
        return told.stream().filter(event -> event.contains(AttemptFailed.TYPE)).toList();
    }

    @Test
    void aResultThatCannotBeFetchedForNowIsFetchedLaterAndNotMadeAgain() {
        for (int number = 0; number < 3; number++) {
            onCommand().faults().next("GET", "/view", OnRequest.RESET);
        }
        AbilityTask task = ended(queued(one()));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(begun()).isEqualTo(1);
        assertThat(toldOfTheNode(task)).isEmpty();
    }

    @Test
    void whatBecomesOfAnUploadOrADownloadOnceDelaysAndDoesNotFail() {
        onCommand().faults().next("POST", "/upload/image", OnRequest.LOSE_ANSWER);
        onCommand().faults().next("GET", "/view", OnRequest.HALF_BODY);
        AbilityTask task = ended(queued(one()));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(begun()).isEqualTo(1);
    }

    @Test
    void headersOfAProxyComeFromTheExecutor() {
        onCommand().faults().requireHeader("X-Entry", "let me in");
        Plan.Candidate plain = candidate();
        Plan.Candidate behindProxy = new Plan.Candidate(
                plain.executorId(),
                plain.name(),
                plain.type(),
                plain.baseUrl(),
                1,
                1,
                List.of(),
                true,
                List.of(),
                JsonNodeFactory.instance
                        .objectNode()
                        .set("headers", JsonNodeFactory.instance.objectNode().put("X-Entry", "let me in")));
        Plan plan = SomeWorkflow.plan(SomeWorkflow.of("upscale"), new Plan.Limits(60, 1, 1, null), behindProxy);

        assertThat(ended(queued(new Call(plan, List.of(picture(20))))).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(onCommand().openSockets()).isEqualTo(1);
    }

    private Plan.Candidate candidate() {
        return node == null ? candidate("comfy-real", REAL) : candidate(node);
    }

    private static Plan.Candidate candidate(ComfyNodeDouble node) {
        return candidate("comfy-" + node.port(), node.baseUrl().toString());
    }

    private static Plan.Candidate candidate(String id, String url) {
        return new Plan.Candidate(id, "node", "comfyui", url, 1, 1);
    }

    private Call call(String workflow, String... pictures) {
        return new Call(
                SomeWorkflow.plan(SomeWorkflow.of(workflow), new Plan.Limits(60, 3, 3, null), candidate()),
                List.of(pictures));
    }

    private static String picture(int width) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(width, 10, BufferedImage.TYPE_INT_RGB), "png", bytes);
            return MEDIA.put("in-%d.png".formatted(width), "image/png", bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
