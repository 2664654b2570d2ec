package com.podi.taskworker.executor.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.ability.KeyReport.Outcome;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.http.TrustedHttp;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionFailedException.Fault;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.cloud.ProviderStub.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What goes wrong with every provider, and what has to become of it: whoever adds one extends this. */
public abstract class ProviderFaults {

    protected static final String FIRST_KEY = "first-key-0123456789:first-secret-0123456789";
    protected static final String SECOND_KEY = "second-key-0123456789:second-secret-0123456789";

    private static final TrustedHttp HTTP = new TrustedHttp(List.of(), true);

    protected final JsonMapper json = new JsonMapper();
    protected final KeysDouble keys = new KeysDouble();
    protected ProviderStub stub;
    protected Executor executor;

    @TempDir
    protected Path directory;

    protected abstract ProviderStub provider();

    protected abstract Executor executor(ProviderWork work);

    /** A call that succeeds. */
    protected abstract Attempt usual();

    /** Where the call goes that does the work, or begins it. */
    protected abstract String path();

    protected abstract Reply keyRefused(String key);

    protected abstract Reply throttled();

    protected abstract Reply contentRefused();

    /** A call of each ability that is seeded, by their ids. */
    protected abstract Map<String, Attempt> examples();

    /** Whether what is called there is paid for at once, so that it must not be asked for twice. */
    protected boolean pathBeginsAJob() {
        return false;
    }

    /** What stands in an answer and is as good as a key. */
    protected List<String> tokens() {
        return List.of();
    }

    @Test
    void theDocumentShowsWhatGoesOverTheWireForEachAbility() throws Exception {
        String provider = executor.provider();
        List<String> secrets = new ArrayList<>(List.of(FIRST_KEY, SECOND_KEY));
        Stream.of(FIRST_KEY, SECOND_KEY)
                .flatMap(key -> Stream.of(key.split(":")))
                .forEach(secrets::add);
        secrets.addAll(tokens());
        ProviderDocument document = new ProviderDocument(provider, secrets);
        Map<String, Attempt> examples = new TreeMap<>(examples());
        for (Map.Entry<String, Attempt> example : examples.entrySet()) {
            stub.forget();
            run(example.getValue().keys("key_1"));
            document.ability(example.getKey(), stub.said(), "https://files.example");
        }
        Path page = Path.of("../infra/docs/providers/" + provider + ".md");
        if (Boolean.getBoolean("podi.docs.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, document.text());
        }

        assertThat(examples.keySet()).containsAll(ProviderDocument.seeded(provider));
        assertThat(page)
                .as("write it anew with: mvn test -pl task-worker -am -Dtest=*ExecutorTest -Dpodi.docs.write=true")
                .content()
                .isEqualTo(document.text());
        secrets.forEach(secret -> assertThat(document.text()).doesNotContain(secret));
    }

    @BeforeEach
    void begin() {
        stub = provider();
        executor = executor(new ProviderWork(
                HTTP,
                new ProviderKeys(keys),
                new CloudProperties(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofSeconds(2)),
                json,
                Clock.systemUTC()));
        keys.put(executor.provider(), "key_1", FIRST_KEY);
        keys.put(executor.provider(), "key_2", SECOND_KEY);
        keys.put(executor.provider(), "key_of_somebody_else", "another-key-0123456789:another");
    }

    @AfterEach
    void stop() {
        stub.open();
        stub.stop();
    }

    protected ExecutionResult run(Attempt attempt) throws ExecutionFailedException, InterruptedException {
        return executor.run(attempt.execution());
    }

    protected ExecutionFailedException failing(Attempt attempt) {
        ExecutionFailedException failure =
                catchThrowableOfType(ExecutionFailedException.class, () -> executor.run(attempt.execution()));
        assertThat(failure).isNotNull();
        assertNothingShowsAKey(failure, attempt);
        return failure;
    }

    private static void assertNothingShowsAKey(ExecutionFailedException failure, Attempt attempt) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        for (String key : new String[] {FIRST_KEY, SECOND_KEY}) {
            for (String part : key.split(":")) {
                assertThat(trace.toString() + failure.explanation() + attempt.answers)
                        .doesNotContain(part);
            }
        }
    }

    @Test
    void aCallSucceedsWithAKeyThatThePlanNamesAndIsCountedOnce() throws Exception {
        ExecutionResult result = run(usual().keys("key_2"));

        assertThat(result.outputs()).isNotEmpty();
        assertThat(keys.used("key_2")).isEqualTo(1);
        assertThat(keys.used("key_1")).isZero();
        assertThat(keys.reports()).isEmpty();
    }

    @Test
    void severalKeysTakeTurns() throws Exception {
        for (int call = 0; call < 4; call++) {
            run(usual().keys("key_1", "key_2"));
        }

        assertThat(keys.used("key_1")).isEqualTo(2);
        assertThat(keys.used("key_2")).isEqualTo(2);
        assertThat(keys.used("key_of_somebody_else")).isZero();
    }

    @Test
    void aKeyThatIsRefusedIsReportedAndTheNextOneUsed() throws Exception {
        stub.once(path(), keyRefused(FIRST_KEY));

        ExecutionResult result = run(usual().keys("key_1", "key_2"));

        assertThat(result.outputs()).isNotEmpty();
        assertThat(keys.reports()).singleElement().satisfies(report -> {
            assertThat(report.keyId()).isEqualTo("key_1");
            assertThat(report.report().outcome()).isEqualTo(Outcome.REFUSED);
        });
        assertThat(keys.used("key_2")).isEqualTo(1);
    }

    @Test
    void aThrottledKeyRestsAsLongAsTheProviderSays() throws Exception {
        stub.once(path(), throttled().with("Retry-After", "17"));

        run(usual().keys("key_1", "key_2"));

        assertThat(keys.reports()).singleElement().satisfies(report -> {
            assertThat(report.report().outcome()).isEqualTo(Outcome.THROTTLED);
            assertThat(report.report().restSeconds()).isEqualTo(17);
        });
    }

    @Test
    void withoutAKeyThatIsTakenTheAttemptFailsForNow() {
        stub.once(path(), keyRefused(FIRST_KEY));
        stub.once(path(), throttled().with("Retry-After", "30"));

        ExecutionFailedException failure = failing(usual().keys("key_1", "key_2"));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.API_KEY_UNAVAILABLE);
        assertThat(failure.isWorthRetrying()).isTrue();
        assertThat(failure.fault()).isEqualTo(Fault.OURS);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(keys.reports()).hasSize(2);
    }

    @Test
    void whatOffendsAgainstTheRulesIsTheCallersFault() {
        stub.once(path(), contentRefused());

        ExecutionFailedException failure = failing(usual());

        assertThat(failure.fault()).isEqualTo(Fault.CALLER);
        assertThat(failure.errorCode()).isEqualTo(ErrorCode.ABILITY_INPUT_INVALID);
        assertThat(failure.isWorthRetrying()).isFalse();
        assertThat(failure.explanation()).isPresent();
        assertThat(keys.reports()).isEmpty();
    }

    @Test
    void brokenAnswersAreTheProvidersFaultAndWorthAnotherTry() {
        assumeThat(pathBeginsAJob()).isFalse();
        Stream.of(
                        Reply.html(502),
                        Reply.html(200),
                        Reply.json(200, "{\"data\": [1, 2, 3], \"more\": {\"a\": 1}}")
                                .truncated(),
                        Reply.json(200, "{}").dropped(),
                        Reply.json(200, "{}"),
                        Reply.json(200, "[]"),
                        Reply.json(200, ""),
                        Reply.json(503, "{}"))
                .forEach(reply -> {
                    stub.once(path(), reply);

                    ExecutionFailedException failure = failing(usual());

                    assertThat(failure.errorCode()).as("%s", reply).isEqualTo(ErrorCode.EXECUTOR_ERROR);
                    assertThat(failure.fault()).isEqualTo(Fault.EXECUTOR);
                    assertThat(failure.isWorthRetrying()).isTrue();
                });
        assertThat(keys.reports()).isEmpty();
    }

    @Test
    void whoDoesNotAnswerInTimeIsNotWaitedFor() {
        assumeThat(pathBeginsAJob()).isFalse();
        stub.once(path(), Reply.json(200, "{}").slowly());

        long started = System.nanoTime();
        ExecutionFailedException failure = failing(usual().within(1));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.EXECUTOR_TIMEOUT);
        assertThat(failure.isWorthRetrying()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whoeverWaitsForAnAnswerCanBeStopped() throws Exception {
        assumeThat(pathBeginsAJob()).isFalse();
        stub.once(path(), Reply.json(200, "{}").slowly());
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                executor.run(usual().execution());
                end.complete(null);
            } catch (Throwable stopped) {
                end.complete(stopped);
            }
        });
        waiting.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> stub.slow() == 1);

        waiting.interrupt();

        assertThat(end.get(2, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    /** Wherever what is shown of an answer breaks off. */
    @ParameterizedTest
    @ValueSource(ints = {480, 495, 499, 16_373, 16_383})
    void aKeyThatIsCutOffIsNotShownEither(int before) {
        String filler = "A".repeat(before - 1) + " ";
        for (String text : List.of(before > 500 ? filler : "no ".repeat(before / 3), filler)) {
            stub.once(path(), Reply.bytes("text/plain", (text + FIRST_KEY).getBytes(StandardCharsets.UTF_8)));
            Attempt attempt = usual().keys("key_1");

            failing(attempt);

            assertThat(attempt.answers.toString()).contains("text").doesNotContain("first-");
        }
    }

    @Test
    void nobodyCallsWhereNothingIs() {
        ExecutionFailedException failure = failing(usual().at("http://127.0.0.1:1", "/nothing", "model"));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(failure.isWorthRetrying()).isTrue();
    }
}
