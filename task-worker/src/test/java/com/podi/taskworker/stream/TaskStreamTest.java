package com.podi.taskworker.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

class TaskStreamTest {

    private final List<Throwable> broken = new ArrayList<>();
    private final List<AbilityTask> told = new ArrayList<>();

    private final SseEmitter emitter = new SseEmitter() {
        @Override
        public void completeWithError(Throwable failure) {
            broken.add(failure);
        }
    };

    private final TaskStream stream = new TaskStream(emitter, this::view);

    @Test
    void newsAfterTheEndDoesNotBreakTheStream() {
        stream.tell(failedTask());
        stream.tell(failedTask());

        assertThat(broken).isEmpty();
        // Its present status, and that it has ended.
        assertThat(told).hasSize(2);
    }

    private @Nullable TaskView view(AbilityTask task) {
        told.add(task);
        return null;
    }

    private static AbilityTask failedTask() {
        BigDecimal nothing = BigDecimal.ZERO;
        JsonMapper json = new JsonMapper();
        Plan plan = new Plan(
                "podi_upscale",
                1,
                "podi",
                "upscale",
                "upscale",
                json.createObjectNode(),
                List.of(),
                new Price("CNY", "per_image", nothing, null, 1, nothing, 0),
                new Plan.Limits(60, 1, 1));
        return new AbilityTask(
                "task_1",
                "ann",
                plan,
                List.of(),
                json.createObjectNode(),
                0,
                null,
                "log_1",
                null,
                TaskStatus.FAILED,
                4,
                100,
                1,
                null,
                ErrorCode.EXECUTOR_ERROR,
                Instant.EPOCH,
                null,
                null,
                Instant.EPOCH);
    }
}
