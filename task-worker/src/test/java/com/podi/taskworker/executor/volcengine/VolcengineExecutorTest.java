package com.podi.taskworker.executor.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionFailedException.Fault;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.cloud.Attempt;
import com.podi.taskworker.executor.cloud.JobFaults;
import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import com.podi.taskworker.executor.cloud.ProviderStub.Asked;
import com.podi.taskworker.executor.cloud.ProviderStub.Reply;
import com.podi.taskworker.executor.cloud.ProviderWork;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolcengineExecutorTest extends JobFaults {

    private static final String HOST = "https://ark.cn-beijing.volces.com";
    private static final String VIDEOS = "/contents/generations/tasks";
    private static final byte[] PICTURE = Moods.png(8, 8);

    @Override
    protected ProviderStub provider() {
        return new ArkStub();
    }

    @Override
    protected Executor executor(ProviderWork work) {
        return new VolcengineExecutor(work, json);
    }

    @Override
    protected Attempt usual() {
        return new Attempt("volcengine", directory)
                .at(stub.url(), HOST + "/api/v3/images/generations", "doubao-seedream-4-0-250828")
                .input("prompt", "a cat")
                .input("size", "2K");
    }

    private Attempt video(Mood mood) {
        return new Attempt("volcengine", directory)
                .at(stub.url(), HOST + "/api/v3/contents/generations/tasks", "doubao-seedance-1-0-pro-250528")
                .input("prompt", Moods.of(mood))
                .input("duration", 5)
                .keys("key_1");
    }

    @Override
    protected Map<String, Attempt> examples() {
        return Map.of(
                "volcengine_edit", usual().input("watermark", false).picture("image", PICTURE),
                "volcengine_generate", usual().input("watermark", false),
                "volcengine_chat",
                        new Attempt("volcengine", directory)
                                .at(stub.url(), HOST + "/api/v3/chat/completions", "doubao-seed-1-6-250615")
                                .input("prompt", "这是什么？")
                                .picture("image", PICTURE),
                "volcengine_video",
                        video(Mood.FINE)
                                .input("prompt", "a cat that runs")
                                .input("resolution", "720p")
                                .input("watermark", false)
                                .picture("first_frame", PICTURE));
    }

    @Override
    protected String path() {
        return "/images/generations";
    }

    @Override
    protected Reply keyRefused(String key) {
        return ArkStub.error(401, "AuthenticationError", "The API key doesn't exist: " + key);
    }

    @Override
    protected Attempt job(Mood mood) {
        return video(mood);
    }

    @Override
    protected String begins() {
        return VIDEOS;
    }

    @Override
    protected boolean isLook(Asked asked) {
        return asked.method().equals("GET") && asked.path().contains(VIDEOS + "/");
    }

    @Override
    protected Reply failed(String words) {
        return failed("InternalServiceError", words);
    }

    @Override
    protected Reply failedForTheKey() {
        return failed("AccountOverdueError", "overdue");
    }

    private Reply failed(String code, String words) {
        return Reply.json(
                200,
                json.writeValueAsString(
                        Map.of("id", "t", "status", "failed", "error", Map.of("code", code, "message", words))));
    }

    @Override
    protected Reply unknown() {
        return ArkStub.error(404, "InvalidParameter.TaskNotFound", "The task does not exist");
    }

    @Override
    protected Reply throttled() {
        return ArkStub.error(429, "RateLimitExceeded.EndpointRPMExceeded", "The Requests Per Minute limit is exceeded");
    }

    @Override
    protected Reply contentRefused() {
        return ArkStub.error(400, "InputImageSensitiveContentDetected", "may contain sensitive information");
    }

    @Test
    void onePictureStandsAloneAndSeveralInAList() throws Exception {
        ExecutionResult result = run(usual().picture("image", PICTURE));
        run(usual().picture("image", PICTURE).picture("image", PICTURE));

        String uri = "data:image/png;base64," + Moods.base64(PICTURE);
        assertThat(stub.asked().get(0).json()).isEqualTo(json.readTree("""
                        {"model":"doubao-seedream-4-0-250828","prompt":"a cat","size":"2K","image":"%s",
                        "response_format":"url"}""".formatted(uri)));
        assertThat(stub.asked().get(1).json().path("image"))
                .isEqualTo(json.readTree("[\"%s\",\"%s\"]".formatted(uri, uri)));
        Output.AtUrl link = (Output.AtUrl) result.outputs().get(0).source();
        assertThat(link.url()).startsWith(stub.url() + "/files/");
    }

    @Test
    void ofPicturesEachCanFailAlone() throws Exception {
        stub.once(path(), Reply.json(200, """
                {"data":[{"error":{"code":"OutputImageSensitiveContentDetected","message":"no"}},{"url":"http://x/1.png"}]}"""));
        assertThat(run(usual().outputs(2)).outputs()).hasSize(1);

        stub.once(path(), Reply.json(200, """
                {"data":[{"error":{"code":"OutputImageSensitiveContentDetected","message":"no"}}]}"""));
        assertThat(failing(usual().outputs(2)).errorCode()).isEqualTo(ErrorCode.ABILITY_INPUT_INVALID);
    }

    @Test
    void aQuestionIsAnswered() throws Exception {
        Attempt question = new Attempt("volcengine", directory)
                .at(stub.url() + "/api/v3", HOST + "/api/v3/chat/completions", "doubao-seed-1-6-250615")
                .input("prompt", "What is this?");

        assertThat(run(question).outputs()).containsExactly(Output.text("一只猫。"));
    }

    @Test
    void aVideoIsBegunKeptAndAskedForUntilItIsThere() throws Exception {
        Attempt video = video(Mood.FINE).picture("first_frame", PICTURE);

        ExecutionResult result = run(video);

        Asked begun = stub.asked(VIDEOS).get(0);
        assertThat(begun.json().at("/content/0/type").stringValue()).isEqualTo("text");
        assertThat(begun.json().at("/content/1/role").stringValue()).isEqualTo("first_frame");
        assertThat(begun.json().at("/content/1/image_url/url").stringValue()).startsWith("data:image/png;base64,");
        assertThat(begun.json().path("duration").intValue()).isEqualTo(5);
        assertThat(video.handles).singleElement().satisfies(handle -> assertThat(handle)
                .matches("key_1 cgt-\\S+"));
        assertThat(result.outputs()).singleElement().satisfies(output -> assertThat(output.kind())
                .isEqualTo(Output.Kind.VIDEO));
        assertThat(result.usage().seconds()).isEqualTo(5.0);
        assertThat(keys.used("key_1")).isEqualTo(1);
    }

    @Test
    void bothFramesGoAlongWhetherSentOrOnlyNamed() throws Exception {
        run(video(Mood.FINE).picture("first_frame", PICTURE).input("last_frame", "https://shop.example/last.png"));

        Asked begun = stub.asked(VIDEOS).get(0);
        assertThat(begun.json().path("content").valueStream().map(part -> part.path("role")
                        .asString("")))
                .containsExactly("", "first_frame", "last_frame");
        assertThat(begun.json().at("/content/2/image_url/url").asString()).isEqualTo("https://shop.example/last.png");
        assertThat(begun.json().has("last_frame")).isFalse();
    }

    @Test
    void whoeverComesNextGoesOnWithTheVideoAndBeginsNoOther() throws Exception {
        Attempt first = video(Mood.FINE);
        run(first);
        int begun = stub.asked(VIDEOS).size();

        ExecutionResult again = run(video(Mood.FINE).handle(first.handles.get(0)));

        assertThat(again.outputs()).hasSize(1);
        assertThat(stub.asked(VIDEOS)).hasSize(begun);
    }

    @Test
    void aVideoThatNobodyKnowsIsBegunAnew() throws Exception {
        Attempt lost = video(Mood.FINE).handle("key_1 cgt-unknown");

        assertThat(run(lost).outputs()).hasSize(1);
        assertThat(stub.asked(VIDEOS)).hasSize(1);
        assertThat(lost.handles).hasSize(1);
    }

    @Test
    void aProviderThatIsAwayForAMomentLosesNoVideo() throws Exception {
        Attempt first = video(Mood.FINE);
        run(first);
        String id = first.handles.get(0).split(" ")[1];
        IntStream.range(0, 4).forEach(time -> stub.once(id, Reply.html(502)));

        assertThat(run(video(Mood.FINE).handle(first.handles.get(0))).outputs()).hasSize(1);

        IntStream.range(0, 5).forEach(time -> stub.once(id, Reply.html(502)));
        ExecutionFailedException failure = failing(video(Mood.FINE).handle(first.handles.get(0)));
        assertThat(failure.fault()).as("the handle is kept").isEqualTo(Fault.OURS);
        assertThat(failure.isWorthRetrying()).isTrue();
        assertThat(stub.asked(VIDEOS)).hasSize(1);
    }

    @Test
    void aKeyThatIsRefusedWhileAVideoIsMadeIsReportedAndTheVideoKept() throws Exception {
        Attempt first = video(Mood.FINE).keys("key_1", "key_2");
        run(first);
        String handle = first.handles.get(0);
        stub.once(handle.split(" ")[1], keyRefused(FIRST_KEY));

        ExecutionFailedException failure =
                failing(video(Mood.FINE).keys("key_1", "key_2").handle(handle));

        assertThat(failure.fault()).isEqualTo(Fault.OURS);
        assertThat(keys.reports()).hasSize(1);
        keys.wakeAll();
        assertThat(run(video(Mood.FINE).keys("key_1", "key_2").handle(handle)).outputs())
                .hasSize(1);
        assertThat(stub.asked(VIDEOS)).hasSize(1);
    }

    @Test
    void aVideoThatFailedIsSaid() {
        assertThat(failing(video(Mood.FORBIDDEN)).errorCode()).isEqualTo(ErrorCode.ABILITY_INPUT_INVALID);
        ExecutionFailedException failed = failing(video(Mood.FAILING));
        assertThat(failed.errorCode()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(failed.fault()).as("it is begun anew").isEqualTo(Fault.EXECUTOR);
    }

    @Test
    void aVideoThatNobodyWantsAnyMoreIsCanceled() throws Exception {
        Attempt unwanted = video(Mood.FINE);
        run(unwanted);
        Execution execution = unwanted.execution();
        Plan.Candidate candidate = execution.candidate();

        executor.abandon(candidate, unwanted.handles.get(0));

        assertThat(stub.asked()).anySatisfy(asked -> assertThat(asked.method()).isEqualTo("DELETE"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidParameter.size,                    ABILITY_INPUT_INVALID, false",
        "400, InvalidParameter.OversizedImage,          IMAGE_TOO_LARGE,       false",
        "400, InvalidParameter.UnsupportedImageFormat,  IMAGE_FORMAT,          false",
        "400, OutputImageRiskDetection,                 ABILITY_INPUT_INVALID, false",
        "403, AccessDenied,                             EXECUTOR_ERROR,        false",
        "404, InvalidEndpointOrModel.NotFound,          EXECUTOR_ERROR,        false",
        "404, ModelNotOpen,                             EXECUTOR_ERROR,        false",
        "403, AccountOverdueError,                      API_KEY_UNAVAILABLE,   true",
        "429, ServerOverloaded,                         EXECUTOR_ERROR,        true",
        "500, InternalServiceError,                     EXECUTOR_ERROR,        true",
    })
    void errorsHaveOneMeaningEach(int status, String code, ErrorCode error, boolean worthRetrying) {
        stub.once(path(), ArkStub.error(status, code, "words of the provider"));

        ExecutionFailedException failure = failing(usual().keys("key_1"));

        assertThat(failure.errorCode()).isEqualTo(error);
        assertThat(failure.isWorthRetrying()).isEqualTo(worthRetrying);
    }
}
