package com.podi.taskworker.executor.baidu;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.ability.KeyReport.Outcome;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.cloud.Attempt;
import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.ProviderFaults;
import com.podi.taskworker.executor.cloud.ProviderStub;
import com.podi.taskworker.executor.cloud.ProviderStub.Asked;
import com.podi.taskworker.executor.cloud.ProviderStub.Reply;
import com.podi.taskworker.executor.cloud.ProviderWork;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaiduExecutorTest extends ProviderFaults {

    private static final String TOKEN = "/oauth/2.0/token";

    @Override
    protected ProviderStub provider() {
        return new BaiduStub();
    }

    @Override
    protected Executor executor(ProviderWork work) {
        return new BaiduExecutor(work, new BaiduTokens(Clock.systemUTC()));
    }

    @Override
    protected Attempt usual() {
        return new Attempt("baidu", directory)
                .at(stub.url(), "https://aip.baidubce.com/rest/2.0/image-process/v1/colourize", null)
                .picture("image", Moods.png(8, 8));
    }

    @Override
    protected Map<String, Attempt> examples() {
        return Map.of(
                "baidu_colorize", of("colourize"),
                "baidu_upscale", of("image_quality_enhance"),
                "baidu_contrast", of("contrast_enhance"),
                "baidu_dehaze", of("dehaze"));
    }

    private Attempt of(String name) {
        return usual().at(stub.url(), "https://aip.baidubce.com/rest/2.0/image-process/v1/" + name, null);
    }

    @Override
    protected List<String> tokens() {
        return List.of("24.token-of-baidu", "25.refresh-of-baidu", "session-of-baidu", "secret-of-baidu");
    }

    @Override
    protected String path() {
        return "/colourize";
    }

    @Override
    protected Reply keyRefused(String key) {
        return BaiduStub.error(14, "IAM Certification failed for " + key);
    }

    @Override
    protected Reply throttled() {
        return BaiduStub.error(18, "Open api qps request limit reached");
    }

    @Override
    protected Reply contentRefused() {
        return BaiduStub.error(216100, "invalid param");
    }

    @Test
    void aKeyIsExchangedOnceAndThePictureGoesInAForm() throws Exception {
        byte[] picture = Moods.png(9, 7);
        ExecutionResult result =
                run(usual().keys("key_1").picture("image", picture).input("option", "a+b/c=d & e"));
        run(usual().keys("key_1"));

        assertThat(stub.asked(TOKEN)).singleElement().satisfies(asked -> assertThat(asked.parameters())
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "first-key-0123456789")
                .containsEntry("client_secret", "first-secret-0123456789"));
        Asked asked = stub.asked(path()).get(0);
        assertThat(asked.parameters().get("access_token")).startsWith("24.token-of-baidu-");
        assertThat(asked.form())
                .containsEntry("image", Moods.base64(Moods.png(8, 8)))
                .containsEntry("option", "a+b/c=d & e");
        assertThat(asked.header("Content-Length")).isEqualTo(Integer.toString(asked.body().length));
        Output.InFile file = (Output.InFile) result.outputs().get(0).source();
        assertThat(Files.readAllBytes(file.file())).isEqualTo(Moods.png(16, 12));
    }

    @Test
    void aTokenThatIsNoLongerValidIsExchangedAnewForTheSameKey() throws Exception {
        run(usual().keys("key_1"));
        BaiduStub.expireTokens();

        ExecutionResult result = run(usual().keys("key_1"));

        assertThat(result.outputs()).hasSize(1);
        assertThat(stub.asked(TOKEN)).hasSize(2);
        assertThat(keys.reports()).isEmpty();
    }

    @Test
    void aKeyWhoseNewTokensAreNoBetterIsRefused() throws Exception {
        stub.once(path(), BaiduStub.error(111, "Access token expired"));
        stub.once(path(), BaiduStub.error(111, "Access token expired"));

        run(usual().keys("key_1", "key_2"));

        assertThat(keys.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.report().outcome()).isEqualTo(Outcome.REFUSED));
    }

    @Test
    void aKeyThatGivesNoTokenIsRefused() throws Exception {
        stub.once(TOKEN, Reply.json(401, """
                {"error":"invalid_client","error_description":"unknown client id: first-key-0123456789"}"""));

        run(usual().keys("key_1", "key_2"));

        assertThat(keys.reports()).singleElement().satisfies(report -> assertThat(report.keyId())
                .isEqualTo("key_1"));
    }

    @Test
    void aTokenThatIsNotToBeHadNowMayBeLater() {
        Map.of(
                        Reply.html(502), ErrorCode.EXECUTOR_ERROR,
                        Reply.html(200), ErrorCode.EXECUTOR_ERROR,
                        Reply.json(200, "{}"), ErrorCode.EXECUTOR_ERROR,
                        Reply.json(200, "{\"access_token\": \"24.abc\", \"expires_in\": 1}")
                                        .truncated(),
                                ErrorCode.EXECUTOR_ERROR,
                        Reply.json(200, "{}").dropped(), ErrorCode.EXECUTOR_ERROR,
                        Reply.json(200, "{}").slowly(), ErrorCode.EXECUTOR_TIMEOUT)
                .forEach((reply, error) -> {
                    stub.once(TOKEN, reply);

                    ExecutionFailedException failure = failing(usual().keys("key_1"));

                    assertThat(failure.errorCode()).as("%s", reply).isEqualTo(error);
                    assertThat(failure.isWorthRetrying()).isTrue();
                });
        assertThat(stub.asked(path())).isEmpty();
        assertThat(keys.reports()).isEmpty();
    }

    @Test
    void aKeyThatIsThrottledAtTheTokensRestsAndTheNextOneGetsOne() throws Exception {
        stub.once(TOKEN, Reply.json(429, "{}").with("Retry-After", "17"));

        run(usual().keys("key_1", "key_2"));

        assertThat(keys.reports()).singleElement().satisfies(report -> {
            assertThat(report.keyId()).isEqualTo("key_1");
            assertThat(report.report().restSeconds()).isEqualTo(17);
        });
    }

    @Test
    void aTokenNeverShows() throws Exception {
        Attempt attempt = usual();
        run(attempt);

        assertThat(attempt.answers.toString())
                .doesNotContain("24.token-of-baidu", "25.refresh-of-baidu", "session-of-baidu", "secret-of-baidu");
    }

    @ParameterizedTest
    @CsvSource({
        "216101, ABILITY_INPUT_INVALID, false",
        "216201, IMAGE_FORMAT,          false",
        "216202, IMAGE_TOO_LARGE,       false",
        "6,      EXECUTOR_ERROR,        false",
        "282000, EXECUTOR_ERROR,        true",
        "2,      EXECUTOR_ERROR,        true",
        "17,     API_KEY_UNAVAILABLE,   true",
    })
    void errorsHaveOneMeaningEach(int code, ErrorCode error, boolean worthRetrying) {
        stub.once(path(), BaiduStub.error(code, "words of the provider"));

        ExecutionFailedException failure = failing(usual().keys("key_1"));

        assertThat(failure.errorCode()).isEqualTo(error);
        assertThat(failure.isWorthRetrying()).isEqualTo(worthRetrying);
    }
}
