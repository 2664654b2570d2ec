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
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every executor owes its tasks, and what nodes do to break it, over all releases that there is a double of. */
@ParameterizedClass(name = "{0}")
@EnumSource
class ComfyExecutorIT extends ExecutorContract {

    private static final int MOST_BYTES = 20_000;

    private final Release release;
    private ComfyNodeDouble node;

    @Value("${spring.kafka.bootstrap-servers}")
    private String bootstrapServers;

    ComfyExecutorIT(Release release) {
        this.release = release;
    }

    @BeforeEach
    void startNode() {
        node = ComfyNodeDouble.start(ComfyNodeDouble.Options.of(release).takingAtMost(MOST_BYTES));
    }

    @AfterEach
    void stopNode() {
        node.close();
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
        node.hold();
        return one();
    }

    @Override
    protected void release() {
        node.letGo();
    }

    @Override
    protected int begun() {
        return node.requests("POST", "/prompt").size();
    }

    @Override
    protected int atWork() {
        return node.running().isPresent() ? 1 : 0;
    }

    @Override
    protected boolean findsItsWorkAgain() {
        return true;
    }

    @Override
    protected Failing callersFault() {
        String large = MEDIA.put("large.png", "image/png", new byte[2 * MOST_BYTES]);
        return new Failing(call("upscale", large), ErrorCode.IMAGE_TOO_LARGE, 1);
    }

    @Override
    protected Failing executorsFault() {
        return new Failing(call("probe_failure"), ErrorCode.EXECUTOR_ERROR, 1);
    }

    @Override
    protected Call brokenOnce() {
        node.faults().nextPrompt(OnPrompt.FILE_TRUNCATED);
        return one();
    }

    @Test
    void theNodesOfTheGraphBringTheTaskNearerToItsEnd() {
        String taskId = queued(slow());
        await().until(() -> atWork() == 1 && lines(taskId).stream().anyMatch(line -> line.said() != null));
        int before = find(taskId).progress();

        // Old releases tell of a node that it is done when the next one begins.
        node.step();
        node.step();
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

        assertThat(node.requests("POST", "/prompt"))
                .extracting(request -> request.text().replaceAll(".*\"filename_prefix\":\"([^\"]+)\".*", "$1"))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(prefix -> assertThat(prefix).matches("podi/[0-9a-f-]{36}/3"));
    }

    @Test
    void aNodeThatForgetsEverythingIsAskedAgainAndNothingIsCalledDone() {
        assumeTrue(release == Release.V0_33, "takes long, and is the same everywhere");
        String taskId = queued(slow());
        await().until(() -> atWork() == 1);

        node.restart(Duration.ofMillis(500));

        AbilityTask task = ended(taskId);
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(MEDIA.resultsOf(taskId)).hasSize(1);
    }

    @Test
    void aSilentSocketAndHtmlInsteadOfAnswersDelayAndDoNotFail() {
        node.faults().sockets(OnSocket.SILENT);
        node.faults().nextAnswers("GET", "/history", 200, "text/html", "<html>Bad Gateway</html>");
        node.faults().nextAnswers("GET", "/history", 502, "text/html", "<html>Bad Gateway</html>");

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
        assumeTrue(release == Release.V0_33, "takes long, and is the same everywhere");
        for (int attempt = 0; attempt < 3; attempt++) {
            node.faults().nextPrompt(OnPrompt.FILE_MISSING);
        }
        AbilityTask task = ended(queued(one()));

        assertThat(task.error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(toldOfTheNode(task)).isEmpty();
    }

    @Test
    void whatTheNodeHasNoMemoryForIsTriedOnceMoreAndSaysNothingOfTheNode() {
        for (int attempt = 0; attempt < 3; attempt++) {
            node.faults().nextPrompt(OnPrompt.OUT_OF_MEMORY);
        }
        AbilityTask task = ended(queued(one()));

        assertThat(task.error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(task.errorMessage().in(Locale.ENGLISH)).contains("memory");
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(toldOfTheNode(task)).isEmpty();
    }

    @Test
    void aPluginThatIsMissingIsLookedForElsewhereAndSaysNothingOfTheNode() {
        try (ComfyNodeDouble other = ComfyNodeDouble.start(release)) {
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
        assumeTrue(release == Release.V0_33, "takes long, and is the same everywhere");
        ComfyNodeDouble gone = ComfyNodeDouble.start(release);
        Plan.Candidate away = candidate(gone);
        gone.close();
        Plan plan = SomeWorkflow.plan(SomeWorkflow.of("upscale"), new Plan.Limits(60, 1, 1, null), away);

        assertThat(toldOfTheNode(ended(queued(new Call(plan, List.of(picture(20)))))))
                .hasSize(1);
    }

    /** What the keeper of the executors hears, after which it would be sent less, or nothing. */
    private List<String> toldOfTheNode(AbilityTask task) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Records.under(task.taskId(), Topics.TASK, bootstrapServers).stream()
                        .anyMatch(event -> event.contains(InvocationFinished.TYPE)));
        return Records.under(task.taskId(), Topics.TASK, bootstrapServers).stream()
                .filter(event -> event.contains(AttemptFailed.TYPE))
                .toList();
    }

    @Test
    void aResultThatCannotBeFetchedForNowIsFetchedLaterAndNotMadeAgain() {
        for (int number = 0; number < 3; number++) {
            node.faults().next("GET", "/view", OnRequest.RESET);
        }
        AbilityTask task = ended(queued(one()));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(begun()).isEqualTo(1);
        assertThat(toldOfTheNode(task)).isEmpty();
    }

    @Test
    void whatBecomesOfAnUploadOrADownloadOnceDelaysAndDoesNotFail() {
        node.faults().next("POST", "/upload/image", OnRequest.LOSE_ANSWER);
        node.faults().next("GET", "/view", OnRequest.HALF_BODY);
        AbilityTask task = ended(queued(one()));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(begun()).isEqualTo(1);
    }

    @Test
    void headersOfAProxyComeFromTheExecutor() {
        node.faults().requireHeader("X-Entry", "let me in");
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
        assertThat(node.openSockets()).isEqualTo(1);
    }

    private Plan.Candidate candidate() {
        return candidate(node);
    }

    private static Plan.Candidate candidate(ComfyNodeDouble node) {
        return new Plan.Candidate(
                "comfy-" + node.port(), "node", "comfyui", node.baseUrl().toString(), 1, 1);
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
