package com.podi.taskworker.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.taskworker.SomeTask;
import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.queue.AbilityTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

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
        stream.tell(SomeTask.failed());
        stream.tell(SomeTask.failed());

        assertThat(broken).isEmpty();
        // Its present status, and that it has ended.
        assertThat(told).hasSize(2);
    }

    private @Nullable TaskView view(AbilityTask task) {
        told.add(task);
        return null;
    }
}
