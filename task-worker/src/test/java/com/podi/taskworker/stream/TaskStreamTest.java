package com.podi.taskworker.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.taskworker.SomeTask;
import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.journal.JournalEntry;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.queue.AbilityTask;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TaskStreamTest {

    private static final JournalEntry STARTED =
            new JournalEntry(7, "task_1", JournalMessage.STARTED, null, Instant.EPOCH);

    private final List<String> told = new ArrayList<>();
    private final TaskStream stream = stream(0);

    @Test
    void thePresentStatusComesFirstAndTheEndLast() throws IOException {
        stream.tell(SomeTask.failed(), List.of(STARTED));

        assertThat(told).containsExactly("0 status", "7 log", "7 progress", "7 failed");
        assertThat(stream.hasEnded()).isTrue();
    }

    @Test
    void newsAfterTheEndIsNone() throws IOException {
        stream.tell(SomeTask.failed(), List.of());
        told.clear();

        stream.tell(SomeTask.failed(), List.of(STARTED));

        assertThat(told).isEmpty();
    }

    @Test
    void nothingIsToldTwice() throws IOException {
        stream.tell(SomeTask.running(1, 0), List.of(STARTED));
        told.clear();

        stream.tell(SomeTask.running(1, 0), List.of(STARTED));

        assertThat(told).isEmpty();
    }

    @Test
    void whileATaskRunsItsExecutorMaySaySomething() throws IOException {
        stream.tell(SomeTask.running(1, 0), List.of());
        assertThat(stream.isNews(SomeTask.running(1, 0))).isTrue();

        stream.tell(SomeTask.failed(), List.of());

        assertThat(stream.isNews(SomeTask.failed())).isFalse();
    }

    @Test
    void whoResumesIsToldThePresentStatusAndOnlyLaterLines() throws IOException {
        stream(7).tell(SomeTask.running(1, 0), List.of(STARTED));

        assertThat(told).containsExactly("7 status");
    }

    private TaskStream stream(long journalTold) {
        return new TaskStream((id, event, data) -> told.add(id + " " + event), this::view, Locale.ENGLISH, journalTold);
    }

    private TaskView view(AbilityTask task) {
        return TaskView.of(task, null, null, Locale.ENGLISH);
    }
}
