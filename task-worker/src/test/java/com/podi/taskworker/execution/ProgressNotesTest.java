package com.podi.taskworker.execution;

import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.podi.taskworker.SomeTask;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Lease;
import com.podi.taskworker.queue.TaskQueue;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressNotesTest {

    private final AbilityTask task = SomeTask.running(1, 0);
    private final Lease lease = new Lease(task.taskId(), task.attempt(), "worker");
    private final Run run = new Run(new ClaimedTask(task, lease));
    private final RunningTasks running = new RunningTasks();
    private final TaskQueue queue = mock(TaskQueue.class);
    private final ProgressNotes notes = new ProgressNotes(running, queue);

    @BeforeEach
    void runs() {
        running.add(run);
        when(queue.progress(anyMap())).thenReturn(Set.of(lease));
    }

    @Test
    void theFarthestIsWrittenOnce() {
        run.reached(20);
        run.reached(30);
        run.reached(25);

        notes.write();
        notes.write();

        verify(queue).progress(Map.of(lease, 30));
        verifyNoMoreInteractions(queue);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() {
        when(queue.progress(anyMap())).thenReturn(Set.of()).thenReturn(Set.of(lease));
        run.reached(30);

        notes.write();
        notes.write();
        notes.write();

        verify(queue, times(2)).progress(Map.of(lease, 30));
        verifyNoMoreInteractions(queue);
    }

    @Test
    void whereAFormerAttemptWasFartherNothingIsWritten() {
        run.reached(task.progress());

        notes.write();

        verifyNoMoreInteractions(queue);
    }

    @Test
    void nothingIsWrittenOfWhatIsToStop() {
        run.reached(30);
        run.stop(Run.StopReason.LOST);

        notes.write();

        verifyNoMoreInteractions(queue);
    }
}
