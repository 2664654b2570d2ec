package com.podi.taskworker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RetryPolicyTest {

    private static final ExecutionFailedException NODE_LOST =
            ExecutionFailedException.forNow(ErrorCode.EXECUTOR_ERROR, "node lost", null);
    private static final ExecutionFailedException WRONG_INPUT =
            ExecutionFailedException.forGood(ErrorCode.IMAGE_FORMAT, "not a picture");

    @Test
    void whatCanSucceedLaterIsTriedAgainLaterEachTime() {
        assertThat(RetryPolicy.delayBeforeNext(attempt(1), NODE_LOST)).contains(Duration.ofSeconds(2));
        assertThat(RetryPolicy.delayBeforeNext(attempt(2), NODE_LOST)).contains(Duration.ofSeconds(4));
    }

    @Test
    void theLastAttemptIsTheLast() {
        assertThat(RetryPolicy.delayBeforeNext(attempt(3), NODE_LOST)).isEmpty();
    }

    @Test
    void wrongInputIsNeverTriedAgain() {
        assertThat(RetryPolicy.delayBeforeNext(attempt(1), WRONG_INPUT)).isEmpty();
    }

    private static AbilityTask attempt(int number) {
        JsonMapper json = new JsonMapper();
        Price price = new Price("CNY", "per_image", BigDecimal.ONE, null, 1, BigDecimal.ONE, 100);
        Plan plan = new Plan(
                "a", 1, "podi", "a", "a", json.createObjectNode(), List.of(), price, new Plan.Limits(60, 3, 1));
        return new AbilityTask(
                "task",
                "user",
                plan,
                List.of(),
                json.createObjectNode(),
                100,
                "hold",
                "log",
                null,
                TaskStatus.RUNNING,
                2,
                0,
                number,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }
}
