package com.podi.taskworker.stream;

import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.journal.JournalEntry;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What one subscriber has been told of one task; told by one thread at a time. */
final class TaskStream {

    /** Where the events go; with the id of the last line of the journal that was told, from which a subscriber resumes. */
    interface Sink {
        void send(long journalTold, String event, Object data) throws IOException;
    }

    private final Sink sink;
    private final Function<AbilityTask, TaskView> views;
    private final Locale locale;

    private int statusTold = -1;
    private int progressTold;
    private long journalTold;
    private boolean ended;

    TaskStream(Sink sink, Function<AbilityTask, TaskView> views, Locale locale, long journalTold) {
        this.sink = sink;
        this.views = views;
        this.locale = locale;
        this.journalTold = journalTold;
    }

    boolean hasEnded() {
        return ended;
    }

    long journalTold() {
        return journalTold;
    }

    /** Whether something happened that may have left a line in the journal: while it runs, its executor may say something. */
    boolean isNews(AbilityTask task) {
        return !ended && (task.statusSequence() != statusTold || task.status() == TaskStatus.RUNNING);
    }

    /**
     * Tells what is new, the present status first; news that comes after the end is none.
     *
     * @param journal lines of the task, also such as were told
     */
    void tell(AbilityTask task, List<JournalEntry> journal) throws IOException {
        if (ended) {
            return;
        }
        boolean changed = task.statusSequence() != statusTold;
        if (changed && (statusTold < 0 || !task.hasEnded())) {
            sink.send(journalTold, "status", views.apply(task));
        }
        for (JournalEntry entry : journal) {
            tell(entry);
        }
        if (task.progress() > progressTold) {
            progressTold = task.progress();
            sink.send(journalTold, "progress", Map.of("taskId", task.taskId(), "progress", progressTold));
        }
        if (changed && task.hasEnded()) {
            tellEnd(task);
            ended = true;
        }
        statusTold = task.statusSequence();
    }

    private void tell(JournalEntry entry) throws IOException {
        if (entry.id() > journalTold) {
            journalTold = entry.id();
            sink.send(
                    journalTold,
                    "log",
                    Map.of(
                            "taskId", entry.taskId(),
                            "timestamp", entry.at(),
                            "level", entry.level(),
                            "message", entry.text().in(locale)));
        }
    }

    private void tellEnd(AbilityTask task) throws IOException {
        TaskView view = views.apply(task);
        if (view.resultPayload() != null) {
            tellOutputs(task, "image", view.resultPayload().images());
            tellOutputs(task, "video", view.resultPayload().videos());
            tellOutputs(task, "text", view.resultPayload().texts());
            tellOutputs(task, "asset", view.resultPayload().assets());
        }
        sink.send(journalTold, task.status().word(), view);
    }

    private void tellOutputs(AbilityTask task, String kind, List<?> outputs) throws IOException {
        for (Object output : outputs) {
            sink.send(journalTold, "output", Map.of("taskId", task.taskId(), kind, Objects.requireNonNull(output)));
        }
    }
}
