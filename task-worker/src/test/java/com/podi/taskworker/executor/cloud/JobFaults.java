package com.podi.taskworker.executor.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionFailedException.Fault;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub.Asked;
import com.podi.taskworker.executor.cloud.ProviderStub.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong with jobs of a provider: they are paid for when they are begun, so each is begun once. */
public abstract class JobFaults extends ProviderFaults {

    /** A call that begins a job. */
    protected abstract Attempt job(Mood mood);

    /** Where jobs are begun. */
    protected abstract String begins();

    protected abstract boolean isLook(Asked asked);

    /** How it is told that a job has failed. */
    protected abstract Reply failed(String words);

    /** The same, for a reason that has to do with the key. */
    protected abstract Reply failedForTheKey();

    protected abstract Reply unknown();

    /** A handle of a job that was begun with the first key and is done. */
    private String begun() throws Exception {
        Attempt first = job(Mood.FINE).keys("key_1");
        run(first);
        return first.handles.get(0);
    }

    private Attempt again(String handle) {
        return job(Mood.FINE).keys("key_1", "key_2").handle(handle);
    }

    private List<Asked> begins(ProviderStub of) {
        return of.asked(begins());
    }

    protected void once(Reply reply) {
        stub.once(this::isLook, asked -> reply);
    }

    @Test
    void aJobIsAskedForWithTheKeyItWasBegunWithThoughThatHasDoneEnough() throws Exception {
        String handle = begun();
        keys.exhaust("key_1");

        assertThat(run(again(handle)).outputs()).hasSize(1);

        assertThat(begins(stub)).hasSize(1);
        assertThat(keys.used("key_1")).isEqualTo(1);
        assertThat(keys.used("key_2")).isZero();
    }

    @Test
    void aJobWhoseKeyIsRefusedIsNotBegunWithAnother() throws Exception {
        String handle = begun();
        once(keyRefused(FIRST_KEY));
        failing(again(handle));

        ExecutionFailedException failure = failing(again(handle));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.API_KEY_UNAVAILABLE);
        assertThat(failure.fault()).as("the handle is kept").isEqualTo(Fault.OURS);
        assertThat(failure).hasMessageContaining("key_1");
        assertThat(begins(stub)).hasSize(1);
        assertThat(keys.used("key_2")).isZero();
    }

    private static Stream<Reply> whatSaysNothingOfAJob() {
        return Stream.of(
                Reply.json(400, "{}"),
                Reply.json(403, "{}"),
                Reply.json(409, "{}"),
                Reply.json(302, "{}").with("Location", "https://login.example/"),
                Reply.html(403),
                Reply.html(404),
                Reply.html(502),
                Reply.html(200),
                Reply.json(500, "{}"),
                Reply.json(429, "{}"),
                Reply.json(200, "{\"status\": \"running\", \"more\": [1, 2, 3]}")
                        .truncated(),
                Reply.json(200, "{}").dropped(),
                Reply.json(200, "{}").slowly());
    }

    @ParameterizedTest
    @MethodSource("whatSaysNothingOfAJob")
    void whatSaysNothingOfAJobBeginsNoOther(Reply reply) throws Exception {
        String handle = begun();
        once(reply);

        assertThat(run(again(handle)).outputs()).hasSize(1);

        assertThat(begins(stub)).hasSize(1);
        assertThat(keys.reports()).isEmpty();
    }

    @Test
    void whatIsInTheWayForLongLeavesTheJobToTheNextAttempt() throws Exception {
        String handle = begun();
        for (int look = 0; look < 5; look++) {
            once(Reply.json(403, "{}"));
        }

        ExecutionFailedException failure = failing(again(handle));

        assertThat(failure.fault()).as("the handle is kept").isEqualTo(Fault.OURS);
        assertThat(failure.errorCode()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(failure.isWorthRetrying()).isTrue();
        assertThat(run(again(handle)).outputs()).hasSize(1);
        assertThat(begins(stub)).hasSize(1);
    }

    @Test
    void throttledLooksAreTakenMoreSlowly() throws Exception {
        String handle = begun();
        once(throttled());
        once(throttled().with("Retry-After", "1"));

        long started = System.nanoTime();
        assertThat(run(again(handle)).outputs()).hasSize(1);

        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        assertThat(begins(stub)).hasSize(1);
    }

    @Test
    void aJobIsNotLeftAloneForLongWhateverTheProviderWants() throws Exception {
        String handle = begun();
        once(keyRefused(FIRST_KEY).with("Retry-After", "86400"));

        assertThat(failing(again(handle)).retryAfter())
                .hasValueSatisfying(rest -> assertThat(rest).isLessThanOrEqualTo(Duration.ofMinutes(1)));
    }

    @Test
    void onlyAJobThatTheProviderDoesNotKnowIsBegunAnew() throws Exception {
        String handle = begun();
        for (int look = 0; look < 5; look++) {
            once(unknown());
        }

        assertThat(run(again(handle)).outputs()).hasSize(1);

        assertThat(begins(stub)).hasSize(2);
    }

    @Test
    void theWordsOfAFailureAreMaskedAndCut() {
        once(failed("no, " + FIRST_KEY + ", because " + "it ".repeat(2_000)));

        ExecutionFailedException failure = failing(job(Mood.FINE).keys("key_1"));

        assertThat(failure).hasMessageContaining("no, ***, because it");
        assertThat(failure.getMessage()).hasSizeLessThan(600);
        assertThat(String.valueOf(failure.explanation())).hasSizeLessThan(1_300);
    }

    @Test
    void aJobThatFailedForTheKeysSakeIsBegunAnewAndTheKeyReported() {
        once(failedForTheKey());

        ExecutionFailedException failure = failing(job(Mood.FINE).keys("key_1"));

        assertThat(failure.fault()).as("the handle is given up").isEqualTo(Fault.EXECUTOR);
        assertThat(failure.errorCode()).isEqualTo(ErrorCode.API_KEY_UNAVAILABLE);
        assertThat(failure.isWorthRetrying()).isTrue();
        assertThat(failure.isOfExecutor()).isFalse();
        assertThat(keys.reports()).singleElement().satisfies(report -> assertThat(report.keyId())
                .isEqualTo("key_1"));
    }

    @Test
    void whatMayHaveBegunAJobIsNotRepeated() {
        Stream.of(
                        Reply.json(200, "{\"id\": \"a\", \"more\": [1, 2, 3]}").truncated(),
                        Reply.json(200, "{}").dropped(),
                        Reply.json(200, "{}"),
                        Reply.html(200),
                        Reply.html(502),
                        Reply.html(504),
                        Reply.json(200, "{}").slowly())
                .forEach(reply -> {
                    stub.forget();
                    stub.once(begins(), reply);

                    ExecutionFailedException failure = failing(job(Mood.FINE));

                    assertThat(failure.isWorthRetrying()).as("%s", reply).isFalse();
                    assertThat(failure.errorCode())
                            .isEqualTo(
                                    reply.how() == Reply.How.SLOWLY || reply.status() == 504
                                            ? ErrorCode.EXECUTOR_TIMEOUT
                                            : ErrorCode.EXECUTOR_ERROR);
                    assertThat(begins(stub)).hasSize(1);
                });
        assertThat(keys.reports()).isEmpty();
    }

    @Test
    void whatHasBegunNoJobIsWorthAnotherTry() {
        for (Reply reply : List.of(Reply.html(503), Reply.json(503, "{}"), Reply.json(500, "{}"))) {
            stub.once(begins(), reply);

            assertThat(failing(job(Mood.FINE)).isWorthRetrying())
                    .as("%s", reply)
                    .isTrue();
        }
        assertThat(failing(job(Mood.FINE).from("http://127.0.0.1:1")).isWorthRetrying())
                .isTrue();
    }

    @Test
    void whoeverBeginsAJobIsStoppedWhenItsNameIsKept() throws Exception {
        stub.once(begins(), asked -> stub.usual(asked).slowly());
        Attempt attempt = job(Mood.FINE);
        CompletableFuture<Throwable> end = interrupted(attempt);
        await().during(Duration.ofMillis(100)).until(() -> !end.isDone());

        stub.open();

        assertThat(end.get(4, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(attempt.handles).hasSize(1);
    }

    @Test
    void whoeverIsStoppedBeforeBeginsNothing() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> run(job(Mood.FINE))).isInstanceOf(InterruptedException.class);

        assertThat(begins(stub)).isEmpty();
    }

    @Test
    void aJobThatNobodyWillFindAgainIsNotBegunAgain() {
        assertThat(failing(job(Mood.FINE).forgetful()).isWorthRetrying()).isFalse();
    }

    @Test
    void whoeverBeginsAJobIsNotWaitedForForEver() throws Exception {
        stub.once(begins(), Reply.json(200, "{}").slowly());

        Throwable end = interrupted(job(Mood.FINE)).get(6, TimeUnit.SECONDS);

        assertThat(end).isInstanceOfSatisfying(ExecutionFailedException.class, failure -> {
            assertThat(failure.isWorthRetrying()).isFalse();
            assertThat(failure.errorCode()).isEqualTo(ErrorCode.EXECUTOR_TIMEOUT);
        });
    }

    private CompletableFuture<Throwable> interrupted(Attempt attempt) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                executor.run(attempt.execution());
                end.complete(null);
            } catch (Throwable stopped) {
                end.complete(stopped);
            }
        });
        waiting.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> stub.slow() == 1);
        waiting.interrupt();
        return end;
    }
}
