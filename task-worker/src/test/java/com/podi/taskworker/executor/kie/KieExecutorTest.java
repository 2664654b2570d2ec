package com.podi.taskworker.executor.kie;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
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
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KieExecutorTest extends JobFaults {

    private static final String UPLOAD = "/api/file-stream-upload";
    private static final String LOOK = "/recordInfo";

    @Override
    protected ProviderStub provider() {
        return new KieStub();
    }

    @Override
    protected Executor executor(ProviderWork work) {
        return new KieExecutor(work, json);
    }

    @Override
    protected Attempt usual() {
        return new Attempt("kie", directory)
                .at(stub.url(), "https://api.kie.ai/api/v1/jobs/createTask", "nano-banana-2-lite")
                .config("{\"uploadUrl\":\"%s\"}".formatted(stub.url()))
                .input("prompt", "a cat")
                .input("aspect_ratio", "1:1");
    }

    @Override
    protected Map<String, Attempt> examples() {
        return Map.of("kie_edit", usual().picture("image", Moods.png(8, 8)), "kie_generate", usual());
    }

    @Override
    protected String path() {
        return "/createTask";
    }

    @Override
    protected Reply keyRefused(String key) {
        return KieStub.error(401, "You do not have access permissions, key " + key);
    }

    @Override
    protected Attempt job(Mood mood) {
        return usual().input("prompt", Moods.of(mood));
    }

    @Override
    protected String begins() {
        return path();
    }

    @Override
    protected boolean isLook(Asked asked) {
        return asked.path().endsWith(LOOK);
    }

    @Override
    protected boolean pathBeginsAJob() {
        return true;
    }

    @Override
    protected Reply failed(String words) {
        return failed(501, words);
    }

    @Override
    protected Reply failedForTheKey() {
        return failed(402, "no credits");
    }

    private Reply failed(int code, String words) {
        return Reply.json(
                200,
                json.writeValueAsString(Map.of(
                        "code",
                        200,
                        "msg",
                        "success",
                        "data",
                        Map.of("taskId", "t", "state", "fail", "failCode", Integer.toString(code), "failMsg", words))));
    }

    @Override
    protected Reply unknown() {
        return Reply.json(200, "{\"code\":200,\"msg\":\"success\",\"data\":null}");
    }

    @Override
    protected Reply throttled() {
        return KieStub.error(429, "Too Many Requests");
    }

    @Override
    protected Reply contentRefused() {
        return KieStub.error(422, "Your prompt was flagged as violating content policies");
    }

    @Test
    void picturesAreUploadedAndNamedByTheirLinks() throws Exception {
        byte[] picture = Moods.png(8, 8);
        Attempt attempt = usual().picture("image", picture).picture("image", picture);

        ExecutionResult result = run(attempt);

        assertThat(stub.asked(UPLOAD)).hasSize(2).allSatisfy(upload -> assertThat(
                        new String(upload.body(), StandardCharsets.ISO_8859_1))
                .contains("name=\"file\"; filename=", new String(picture, StandardCharsets.ISO_8859_1)));
        Asked begun = stub.asked(path()).get(0);
        assertThat(begun.json().path("model").stringValue()).isEqualTo("nano-banana-2-lite");
        assertThat(begun.json().at("/input/aspect_ratio").stringValue()).isEqualTo("1:1");
        assertThat(begun.json().at("/input/image_urls").valueStream().map(url -> url.stringValue()))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(url -> assertThat(url).startsWith("https://tempfile.example/"));
        Output.AtUrl link = (Output.AtUrl) result.outputs().get(0).source();
        assertThat(link.url()).startsWith(stub.url() + "/files/");
        assertThat(attempt.handles).singleElement().satisfies(handle -> assertThat(handle)
                .matches("key_1 task_\\d+"));
        assertThat(result.usage().model()).isEqualTo("nano-banana-2-lite");
    }

    /** As is usual for who stands before KIE, and has the key. */
    @Test
    void picturesGoWhereTheExecutorIsUnlessItIsKieItself() throws Exception {
        run(usual().config("{}").picture("image", Moods.png(8, 8)));

        assertThat(stub.asked(UPLOAD)).hasSize(1);
    }

    @Test
    void anUploadThatFailsBeginsNothingAndIsWorthAnotherTry() {
        Map.of(
                        Reply.html(502), ErrorCode.EXECUTOR_ERROR,
                        Reply.html(200), ErrorCode.EXECUTOR_ERROR,
                        Reply.json(200, "{\"code\": 200, \"data\": {\"a\": 1}}"), ErrorCode.EXECUTOR_ERROR,
                        Reply.json(200, "{\"code\": 200, \"data\": {\"a\": 1}}").truncated(), ErrorCode.EXECUTOR_ERROR,
                        Reply.json(200, "{}").dropped(), ErrorCode.EXECUTOR_ERROR,
                        Reply.json(200, "{}").slowly(), ErrorCode.EXECUTOR_TIMEOUT)
                .forEach((reply, error) -> {
                    stub.once(UPLOAD, reply);

                    ExecutionFailedException failure = failing(usual().picture("image", Moods.png(8, 8)));

                    assertThat(failure.errorCode()).as("%s", reply).isEqualTo(error);
                    assertThat(failure.isWorthRetrying()).isTrue();
                });
        assertThat(stub.asked(path())).isEmpty();
        assertThat(keys.reports()).isEmpty();
    }

    @Test
    void aKeyThatIsThrottledAtTheUploadRestsAndTheNextOneUploads() throws Exception {
        stub.once(UPLOAD, throttled().with("Retry-After", "17"));

        run(usual().keys("key_1", "key_2").picture("image", Moods.png(8, 8)));

        assertThat(keys.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.report().restSeconds()).isEqualTo(17));
    }

    @Test
    void whoeverComesNextGoesOnWithTheTask() throws Exception {
        Attempt first = usual();
        run(first);

        assertThat(run(usual().handle(first.handles.get(0))).outputs()).hasSize(1);
        assertThat(run(usual().handle("key_1 task_of_nobody")).outputs())
                .as("begun anew")
                .hasSize(1);
        assertThat(stub.asked(path())).hasSize(2);
    }

    @Test
    void aTaskThatFailedIsSaid() {
        ExecutionFailedException forbidden = failing(usual().input("prompt", Moods.of(Mood.FORBIDDEN)));
        assertThat(forbidden.errorCode()).isEqualTo(ErrorCode.ABILITY_INPUT_INVALID);
        assertThat(forbidden.isWorthRetrying()).isFalse();
        ExecutionFailedException failed = failing(usual().input("prompt", Moods.of(Mood.FAILING)));
        assertThat(failed.errorCode()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(failed.isWorthRetrying()).isTrue();
    }

    @Test
    void aResultThatNobodyCanReadIsNone() {
        stub.once(LOOK, Reply.json(200, """
                {"code":200,"msg":"success","data":{"taskId":"t","state":"success","resultJson":"{not json"}}"""));

        assertThat(failing(usual()).errorCode()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
    }

    @Test
    void aVideoIsKnownByItsEnding() throws Exception {
        stub.once(LOOK, Reply.json(200, """
                {"code":200,"msg":"success","data":{"taskId":"t","state":"success",
                "resultJson":"{\\"resultUrls\\":[\\"https://x.example/a.mp4?sign=1\\"]}"}}"""));

        assertThat(run(usual()).outputs()).singleElement().satisfies(output -> assertThat(output.kind())
                .isEqualTo(Output.Kind.VIDEO));
    }

    @ParameterizedTest
    @CsvSource({
        "402, API_KEY_UNAVAILABLE,   true",
        "422, ABILITY_INPUT_INVALID, false",
        "455, EXECUTOR_ERROR,        true",
        "500, EXECUTOR_ERROR,        true",
        "501, EXECUTOR_ERROR,        true",
        "505, EXECUTOR_ERROR,        false",
    })
    void codesHaveOneMeaningEach(int code, ErrorCode error, boolean worthRetrying) {
        stub.once(path(), KieStub.error(code, "words of the provider"));

        ExecutionFailedException failure = failing(usual().keys("key_1"));

        assertThat(failure.errorCode()).isEqualTo(error);
        assertThat(failure.isWorthRetrying()).isEqualTo(worthRetrying);
    }
}
