package com.podi.taskworker.executor.openai;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiExecutorTest extends ProviderFaults {

    private static final String EDITS = "https://api.openai.com/v1/images/edits";
    private static final String GENERATIONS = "https://api.openai.com/v1/images/generations";
    private static final String CHAT = "https://api.openai.com/v1/chat/completions";
    private static final byte[] PICTURE = Moods.png(8, 8);

    @Override
    protected ProviderStub provider() {
        return new OpenAiStub();
    }

    @Override
    protected Executor executor(ProviderWork work) {
        return new OpenAiExecutor(work, json);
    }

    @Override
    protected Attempt usual() {
        return new Attempt("openai", directory)
                .at(stub.url(), EDITS, "gpt-image-1")
                .input("prompt", "a cat")
                .picture("image", PICTURE);
    }

    @Override
    protected Map<String, Attempt> examples() {
        return Map.of(
                "openai_edit",
                        usual().input("size", "auto").input("quality", "auto").input("background", "auto"),
                "openai_generate",
                        new Attempt("openai", directory)
                                .at(stub.url(), GENERATIONS, "gpt-image-1")
                                .input("prompt", "a cat")
                                .input("size", "auto"),
                "openai_chat",
                        new Attempt("openai", directory)
                                .at(stub.url(), CHAT, "gpt-4o-mini")
                                .input("prompt", "What is this?")
                                .picture("image", PICTURE));
    }

    @Override
    protected String path() {
        return "/images/edits";
    }

    @Override
    protected Reply keyRefused(String key) {
        return OpenAiStub.error(
                401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided: %s.".formatted(key));
    }

    @Override
    protected Reply throttled() {
        return OpenAiStub.error(429, "requests", "rate_limit_exceeded", "Rate limit reached");
    }

    @Override
    protected Reply contentRefused() {
        return OpenAiStub.refusal();
    }

    @Test
    void anEditSendsItsPicturesAsAFormAndYieldsFiles() throws Exception {
        ExecutionResult result =
                run(usual().input("size", "1024x1024").input("n", 1).picture("mask", PICTURE));

        Asked asked = stub.asked().get(0);
        assertThat(asked.header("Authorization")).isEqualTo("Bearer " + FIRST_KEY);
        assertThat(asked.text())
                .contains("name=\"model\"\r\n\r\ngpt-image-1\r\n", "name=\"prompt\"\r\n\r\na cat\r\n")
                .contains("name=\"size\"\r\n\r\n1024x1024\r\n", "name=\"n\"\r\n\r\n1\r\n")
                .contains("name=\"image[]\"; filename=", "name=\"mask\"; filename=", "Content-Type: image/png");
        assertThat(new String(asked.body(), StandardCharsets.ISO_8859_1))
                .contains(new String(PICTURE, StandardCharsets.ISO_8859_1));
        assertThat(asked.header("Content-Length")).isEqualTo(Integer.toString(asked.body().length));
        Output.InFile file = (Output.InFile) result.outputs().get(0).source();
        assertThat(Files.readAllBytes(file.file())).isEqualTo(Moods.png(16, 12));
        assertThat(result.usage().model()).isEqualTo("gpt-image-1");
    }

    @Test
    void noMorePicturesAreTakenThanAreWanted() throws Exception {
        Attempt many = usual().input("prompt", Moods.of(Moods.Mood.MANY));

        assertThat(run(many).outputs()).hasSize(1);
        assertThat(run(many.outputs(3)).outputs()).hasSize(3);
    }

    @Test
    void aGenerationIsJson() throws Exception {
        run(new Attempt("openai", directory)
                .at(stub.url() + "/v1", GENERATIONS, "gpt-image-1")
                .input("prompt", "a \"cat\"\n")
                .input("n", 1));

        Asked asked = stub.asked().get(0);
        assertThat(asked.path()).isEqualTo("/v1/images/generations");
        assertThat(asked.json())
                .isEqualTo(json.readTree("{\"model\":\"gpt-image-1\",\"prompt\":\"a \\\"cat\\\"\\n\",\"n\":1}"));
    }

    @Test
    void aQuestionGoesWithItsPicturesAndItsAnswerIsAText() throws Exception {
        ExecutionResult result = run(new Attempt("openai", directory)
                .at(stub.url(), CHAT, "gpt-4o-mini")
                .input("system", "Be brief.")
                .input("prompt", "What is this?")
                .input("max_completion_tokens", 50)
                .picture("image", PICTURE));

        assertThat(stub.asked().get(0).json()).isEqualTo(json.readTree("""
                        {"model":"gpt-4o-mini","messages":[{"role":"system","content":"Be brief."},
                        {"role":"user","content":[{"type":"text","text":"What is this?"},
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}],
                        "max_completion_tokens":50}""".formatted(Moods.base64(PICTURE))));
        assertThat(result.outputs()).containsExactly(Output.text("A cat."));
        assertThat(result.usage().model()).isEqualTo("gpt-4o-mini-2024-07-18");
    }

    @Test
    void aPromptThatLooksLikeAPlaceForAPictureIsAPrompt() throws Exception {
        String prompt = "{{picture.1.base64}} \\u0000 --podi-";
        run(usual().input("prompt", prompt));

        assertThat(stub.asked().get(0).text()).contains("\r\n\r\n" + prompt + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_value,              ABILITY_INPUT_INVALID, false",
        "400, content_policy_violation,   ABILITY_INPUT_INVALID, false",
        "400, invalid_image_format,       IMAGE_FORMAT,          false",
        "413, request_too_large,          IMAGE_TOO_LARGE,       false",
        "403, unsupported_country,        EXECUTOR_ERROR,        false",
        "404, model_not_found,            EXECUTOR_ERROR,        false",
        "500, server_error,               EXECUTOR_ERROR,        true",
        "503, overloaded,                 EXECUTOR_ERROR,        true",
        "504, timeout,                    EXECUTOR_TIMEOUT,      true",
    })
    void errorsHaveOneMeaningEach(int status, String code, ErrorCode error, boolean worthRetrying) {
        stub.once(path(), OpenAiStub.error(status, "some_error", code, "words of the provider"));

        ExecutionFailedException failure = failing(usual());

        assertThat(failure.errorCode()).isEqualTo(error);
        assertThat(failure.isWorthRetrying()).isEqualTo(worthRetrying);
    }

    @Test
    void anAccountWithoutCreditRestsForAnHour() throws Exception {
        stub.once(path(), OpenAiStub.error(429, "insufficient_quota", "insufficient_quota", "You exceeded your quota"));

        run(usual().keys("key_1", "key_2"));

        assertThat(keys.reports()).singleElement().satisfies(report -> {
            assertThat(report.report().outcome()).isEqualTo(Outcome.THROTTLED);
            assertThat(report.report().restSeconds()).isEqualTo(3600);
        });
    }

    @Test
    void theLastAnswerIsKeptWithoutPicturesAndKeys() throws Exception {
        Attempt fine = usual();
        run(fine);
        assertThat(fine.answers).singleElement().satisfies(answer -> {
            assertThat(answer.at("/usage/total_tokens").intValue()).isEqualTo(100);
            assertThat(answer.toString()).doesNotContain(Moods.base64(Moods.png(16, 12)));
        });

        for (int key = 0; key < 2; key++) {
            stub.once(path(), asked -> keyRefused(asked.header("Authorization").replace("Bearer ", "")));
        }
        Attempt refused = usual().keys("key_1", "key_2");
        failing(refused);
        assertThat(refused.answers).hasSize(2).allSatisfy(answer -> assertThat(
                        answer.at("/error/message").stringValue())
                .startsWith("Incorrect API key provided: ***"));
    }

    @Test
    void anAbilityWithoutAnEndpointIsNotCalled() {
        ExecutionFailedException failure = failing(usual().at(stub.url(), null, null));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED);
        assertThat(stub.asked()).isEmpty();
    }
}
