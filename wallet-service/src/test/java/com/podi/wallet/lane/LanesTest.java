package com.podi.wallet.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.wallet.lane.Lanes.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final String POISON = "poison";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch busy = new CountDownLatch(1);
    private volatile CountDownLatch busyAgain = new CountDownLatch(0);

    @AfterEach
    void callersGo() {
        busy.countDown();
        callers.shutdownNow();
    }

    @Test
    void whatWaitsWhileTheLaneIsBusyIsDoneTogetherAndInOrder() {
        try (Lanes<String, String> lanes = lanes(100, PATIENCE, false)) {
            List<CompletableFuture<String>> answers = whileItIsBusy(lanes, "a", "b", "c");

            assertThat(answers).extracting(CompletableFuture::join).containsExactly("A", "B", "C");
            assertThat(batches).containsExactly(List.of("first"), List.of("a", "b", "c"));
        }
    }

    @Test
    void aLoneCallerWaitsForNobody() {
        busy.countDown();
        try (Lanes<String, String> lanes = lanes(100, PATIENCE, false)) {
            assertThat(lanes.submit(0, "alone")).isEqualTo("ALONE");
        }
    }

    @Test
    void oneThatCannotBeDoneDoesNotTakeTheOthersAlong() {
        try (Lanes<String, String> lanes = lanes(100, PATIENCE, false)) {
            List<CompletableFuture<String>> answers = whileItIsBusy(lanes, "a", POISON, "c");

            assertThat(answers.get(0).join()).isEqualTo("A");
            assertThat(answers.get(2).join()).isEqualTo("C");
            assertThatThrownBy(() -> answers.get(1).join()).hasRootCauseMessage(POISON);
        }
    }

    @Test
    void whatWouldMeetAllIsNotTriedOneByOne() {
        try (Lanes<String, String> lanes = lanes(100, PATIENCE, true)) {
            List<CompletableFuture<String>> answers = whileItIsBusy(lanes, "a", POISON, "c");

            assertThat(answers)
                    .allSatisfy(answer -> assertThatThrownBy(answer::join).hasRootCauseMessage(POISON));
            assertThat(batches).hasSize(2);
        }
    }

    @Test
    void aFullLaneRefusesAtOnce() {
        try (Lanes<String, String> lanes = lanes(2, PATIENCE, false)) {
            CompletableFuture<String> first = submit(lanes, "first");
            await().until(() -> batches.size() == 1);
            List<CompletableFuture<String>> more = List.of(submit(lanes, "a"), submit(lanes, "b"), submit(lanes, "c"));
            await().until(() -> more.stream().filter(CompletableFuture::isDone).count() == 1);

            busy.countDown();

            assertThat(first.join()).isEqualTo("FIRST");
            assertThat(more)
                    .filteredOn(answer -> refusal(answer).contains("too busy"))
                    .hasSize(1);
            assertThat(more).filteredOn(answer -> refusal(answer).isEmpty()).hasSize(2);
        }
    }

    @Test
    void whoLostPatienceIsForgottenIfHisTurnHasNotCome() {
        try (Lanes<String, String> lanes = lanes(100, Duration.ofMillis(300), false)) {
            List<CompletableFuture<String>> late = List.of(submit(lanes, "first"), submit(lanes, "late"));

            assertThat(late).allSatisfy(answer -> assertThat(refusal(answer)).contains("too busy"));
            busy.countDown();

            assertThat(lanes.submit(0, "next")).isEqualTo("NEXT");
            assertThat(batches).hasSize(2).last().isEqualTo(List.of("next"));
        }
    }

    @Test
    void whoLostPatienceIsNotTriedAloneEither() {
        try (Lanes<String, String> lanes = lanes(100, Duration.ofMillis(300), false)) {
            CompletableFuture<String> first = submit(lanes, "first");
            await().until(() -> batches.size() == 1);
            busyAgain = new CountDownLatch(1);
            List<CompletableFuture<String>> late = List.of(submit(lanes, POISON), submit(lanes, "late"));
            await().until(() -> lanes.waiting() == 2);
            busy.countDown();
            await().until(() -> batches.size() == 2);

            assertThat(late).allSatisfy(answer -> assertThat(refusal(answer)).contains("too busy"));
            busyAgain.countDown();

            assertThat(lanes.submit(0, "next")).isEqualTo("NEXT");
            assertThat(batches).hasSize(3).last().isEqualTo(List.of("next"));
            assertThat(first).isCompleted();
        }
    }

    /** What is submitted while the lane is kept busy, in this order. */
    private List<CompletableFuture<String>> whileItIsBusy(Lanes<String, String> lanes, String... pieces) {
        submit(lanes, "first");
        await().until(() -> batches.size() == 1);
        List<CompletableFuture<String>> answers = Stream.of(pieces)
                .map(piece -> {
                    CompletableFuture<String> answer = submit(lanes, piece);
                    await().until(() -> lanes.waiting() > Arrays.asList(pieces).indexOf(piece));
                    return answer;
                })
                .toList();
        busy.countDown();
        return answers;
    }

    private CompletableFuture<String> submit(Lanes<String, String> lanes, String piece) {
        return CompletableFuture.supplyAsync(() -> lanes.submit(0, piece), callers);
    }

    private static String refusal(CompletableFuture<String> answer) {
        return answer.handle((value, thrown) -> thrown == null ? "" : thrown.getMessage())
                .join();
    }

    private Lanes<String, String> lanes(int waiting, Duration patience, boolean hopeless) {
        return new Lanes<>(
                new Settings(1, waiting, 100, patience),
                new Work<>(this::upperCase, failure -> hopeless),
                () -> new IllegalStateException("too busy"));
    }

    private List<Outcome<String>> upperCase(List<String> batch) {
        batches.add(List.copyOf(batch));
        try {
            busy.await();
            if (batches.size() > 1) {
                busyAgain.await();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (batch.contains(POISON)) {
            throw new IllegalArgumentException(POISON);
        }
        return batch.stream()
                .map(piece -> new Outcome<>(piece.toUpperCase(), null))
                .toList();
    }
}
