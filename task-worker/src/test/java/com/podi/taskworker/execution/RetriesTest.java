package com.podi.taskworker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.queue.AbilityTask;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final ExecutionFailedException NODE_LOST =
            ExecutionFailedException.ofExecutor(ErrorCode.EXECUTOR_ERROR, "node lost", null);
    private static final ExecutionFailedException WRONG_INPUT =
            ExecutionFailedException.ofCaller(ErrorCode.IMAGE_FORMAT, "not a picture");

    @Test
    void whatCanSucceedLaterIsTriedAgainLaterEachTime() {
        assertThat(delayBeforeNext(attempt(1), NODE_LOST)).contains(Duration.ofSeconds(2));
        assertThat(delayBeforeNext(attempt(2), NODE_LOST)).contains(Duration.ofSeconds(4));
    }

    @Test
    void theLastAttemptIsTheLast() {
        assertThat(delayBeforeNext(attempt(3), NODE_LOST)).isEmpty();
    }

    @Test
    void wrongInputIsNeverTriedAgain() {
        assertThat(delayBeforeNext(attempt(1), WRONG_INPUT)).isEmpty();
    }

    @Test
    void whatIsLikelyToFailEverywhereIsTriedOnceMore() {
        ExecutionFailedException outOfMemory = NODE_LOST.onceMore();

        assertThat(delayBeforeNext(attempt(1), outOfMemory)).contains(Duration.ofSeconds(2));
        assertThat(delayBeforeNext(attempt(2), outOfMemory)).isEmpty();
    }

    @Test
    void onlyWhatAnyWorkWouldFailForTellsOfTheExecutor() {
        assertThat(NODE_LOST.isOfExecutor()).isTrue();
        assertThat(NODE_LOST.onceMore().isOfExecutor()).isFalse();
        assertThat(NODE_LOST.elsewhere().isOfExecutor()).isFalse();
        assertThat(NODE_LOST.forGood().isOfExecutor()).isFalse();
        assertThat(NODE_LOST.unsure().isOfExecutor())
                .as("not begun again, and told of")
                .isTrue();
        assertThat(NODE_LOST.unsure().isWorthRetrying()).isFalse();
        assertThat(WRONG_INPUT.isOfExecutor()).isFalse();
    }

    @Test
    void anAttemptOfAStoppingWorkerDoesNotCount() {
        assertThat(delayBeforeNext(SomeTask.running(4, 2), NODE_LOST)).contains(Duration.ofSeconds(4));
    }

    private static Optional<Duration> delayBeforeNext(AbilityTask task, ExecutionFailedException failure) {
        return Retries.delayBeforeNext(task, failure, Duration.ofSeconds(2));
    }

    private static AbilityTask attempt(int number) {
        return SomeTask.running(number, 0);
    }
}
