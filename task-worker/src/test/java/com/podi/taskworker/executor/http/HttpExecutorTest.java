package com.podi.taskworker.executor.http;

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
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpExecutorTest extends JobFaults {

    @Override
    protected ProviderStub provider() {
        return new AcmeStub();
    }

    @Override
    protected Executor executor(ProviderWork work) {
        return new HttpExecutor(work, json);
    }

    @Override
    protected Attempt usual() {
        return new Attempt("http", directory)
                .at(stub.url(), null, null)
                .config(AcmeStub.CONFIG)
                .input("prompt", "a cat")
                .input("steps", 20)
                .picture("image", Moods.png(8, 8));
    }

    private Attempt film(Mood mood) {
        return usual().capability("film").input("prompt", Moods.of(mood)).keys("key_1");
    }

    @Override
    protected Map<String, Attempt> examples() {
        return Map.of("http_edit", usual(), "http_film", film(Mood.FINE).input("prompt", "a cat that runs"));
    }

    @Override
    protected String path() {
        return "/v2/draw";
    }

    @Override
    protected Reply keyRefused(String key) {
        return AcmeStub.problem(200, "key", "We do not know " + key);
    }

    @Override
    protected Attempt job(Mood mood) {
        return film(mood);
    }

    @Override
    protected String begins() {
        return "/v2/films";
    }

    @Override
    protected boolean isLook(Asked asked) {
        return asked.path().startsWith("/v2/films/");
    }

    @Override
    protected Reply failed(String words) {
        return Reply.json(200, json.writeValueAsString(Map.of("phase", "lost", "why", words)));
    }

    @Override
    protected Reply failedForTheKey() {
        return Reply.json(402, "{\"phase\":\"lost\",\"problem\":{\"kind\":\"busy\"}}");
    }

    @Override
    protected Reply unknown() {
        return AcmeStub.problem(404, "number", "no such film");
    }

    @Override
    protected Reply throttled() {
        return AcmeStub.problem(200, "busy", "later");
    }

    @Override
    protected Reply contentRefused() {
        return AcmeStub.problem(200, "forbidden", "not here");
    }

    @Test
    void theBodyIsFilledInAndWhatIsMissingLeftOut() throws Exception {
        ExecutionResult result = run(usual().input("prompt", "a {{input.steps}} \"cat\""));

        Asked asked = stub.asked().get(0);
        assertThat(asked.header("X-Acme-Key")).isEqualTo(FIRST_KEY);
        assertThat(asked.header("X-Client")).isEqualTo("podi");
        assertThat(asked.parameters()).containsEntry("trace", "task_1-1");
        assertThat(asked.json()).isEqualTo(json.readTree("""
                        {"what":"a {{input.steps}} \\"cat\\"","steps":20,
                        "picture":"data:image/png;base64,%s","title":"for a {{input.steps}} \\"cat\\""}""".formatted(Moods.base64(Moods.png(8, 8)))));
        Output.InFile file = (Output.InFile) result.outputs().get(0).source();
        assertThat(Files.readAllBytes(file.file())).isEqualTo(Moods.png(16, 12));
    }

    @Test
    void aJobIsPolledAndFoundAgain() throws Exception {
        Attempt film = film(Mood.FINE);

        ExecutionResult result = run(film);

        assertThat(result.outputs()).containsExactly(Output.video(new Output.AtUrl(stub.url() + "/film.mp4")));
        assertThat(film.progress).containsExactly(35);
        Asked begun = stub.asked("/v2/films").get(0);
        assertThat(begun.parameters()).containsEntry("k", FIRST_KEY);
        assertThat(begun.text()).contains("name=\"file\"; filename=", "name=\"what\"");
        assertThat(run(film(Mood.FINE).handle(film.handles.get(0))).outputs()).hasSize(1);
        assertThat(stub.asked("/v2/films")).hasSize(1);
    }

    @Test
    void aJobThatIsLostFails() {
        ExecutionFailedException failure = failing(film(Mood.FAILING));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(failure).hasMessageContaining("the film tore");
    }

    @Test
    void aPathThatIsNotThereIsNoJobThatIsUnknown() {
        stub.once("/v2/films", AcmeStub.problem(404, "path", "no such path"));

        ExecutionFailedException failure = failing(film(Mood.FINE));

        assertThat(failure.isWorthRetrying()).isFalse();
        assertThat(failure).hasMessageContaining("404");
        assertThat(failure.getCause()).hasMessageStartingWith("SETUP");
    }

    /** Whoever says that it can be repeated gives the provider a name of the task to know it by. */
    @Test
    void aLostAnswerIsAskedForAgainWhereThatBeginsNothingTwice() throws Exception {
        String config = AcmeStub.CONFIG.replace(
                "\"path\": \"/v2/films\",",
                "\"path\": \"/v2/films\", \"idempotent\": true, \"headers\": {\"X-Client\": \"{{taskId}}\"},");
        stub.once("/v2/films", Reply.json(200, "{}").dropped());

        assertThat(failing(film(Mood.FINE).config(config)).isWorthRetrying()).isTrue();

        run(film(Mood.FINE).config(config));
        assertThat(stub.asked("/v2/films")).hasSize(2).allSatisfy(asked -> assertThat(asked.header("X-Client"))
                .isEqualTo("task_1"));
    }

    @Test
    void listsAndObjectsAreTextsInAForm() throws Exception {
        for (String as : List.of("form", "multipart")) {
            stub.forget();
            run(usual().config("""
                    {"calls": {"edit": {"path": "/v2/draw", "sendKey": {"header": "X-Acme-Key"}, "as": "%s",
                     "body": {"options": {"a": [1, "{{input.steps}}"]}, "tags": ["x"]},
                     "result": {"base64": "/pictures/*/data"}}}}""".formatted(as)));

            Asked asked = stub.asked().get(0);
            if (as.equals("form")) {
                assertThat(asked.form())
                        .containsEntry("options", "{\"a\":[1,20]}")
                        .containsEntry("tags", "[\"x\"]");
            } else {
                assertThat(asked.text()).contains("{\"a\":[1,20]}", "[\"x\"]");
            }
        }
    }

    @Test
    void picturesMayComeAsDataUris() throws Exception {
        String picture =
                "data:image\\/png;base64," + Moods.base64(Moods.png(16, 12)).replace("/", "\\/");
        String answer = "{\"pictures\": [{\"data\": \"%s\"}]}".formatted(picture);
        stub.once(path(), Reply.json(200, answer));
        Output.InFile file = (Output.InFile) run(usual()).outputs().get(0).source();
        assertThat(Files.readAllBytes(file.file())).isEqualTo(Moods.png(16, 12));

        stub.once(path(), Reply.json(200, answer));
        ExecutionResult linked =
                run(usual().config(AcmeStub.CONFIG.replace("\"base64\": \"/pictures", "\"images\": \"/pictures")));
        assertThat(linked.outputs())
                .containsExactly(
                        Output.image(new Output.InBase64("data:image/png;base64," + Moods.base64(Moods.png(16, 12)))));

        stub.once(path(), Reply.json(200, "{\"pictures\": [{\"data\": \"data:image/png;base64,?\"}]}"));
        assertThat(failing(usual()).errorCode()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
    }

    @Test
    void withoutAPlaceForItNoKeyIsAskedFor() {
        failing(usual().config("""
                {"calls": {"edit": {"path": "/v2/draw", "result": {"texts": "/a"}}}}"""));

        assertThat(stub.asked()).hasSize(1);
        assertThat(keys.used("key_1") + keys.used("key_2")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"calls\": {\"edit\": {}}}",
                "{\"calls\": {\"edit\": {\"path\": \"/a\"}}}",
                "{\"calls\": {\"edit\": {\"path\": \"/a\", \"result\": {}, \"as\": \"xml\"}}}",
                "{\"calls\": {\"other\": {\"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}}}",
            })
    void whatIsNotDeclaredIsNotCalled(String config) {
        ExecutionFailedException failure = failing(usual().config(config));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED);
        assertThat(failure.isWorthRetrying()).isFalse();
        assertThat(stub.asked()).isEmpty();
    }
}
