package com.podi.taskworker.stream;

import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.journal.JournalEntry;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has been told of all of a user's tasks. Each look takes in what ended shortly before the last one:
 * a change that was written then may have been committed since.
 */
final class UserStream {

    private static final Duration LATEST_COMMIT = Duration.ofSeconds(10);

    private final EventStream stream;
    private final Tasks tasks;
    private final TaskJournal journal;
    private final String userId;
    private final Function<AbilityTask, TaskView> views;
    private final Locale locale;
    private final Map<String, TaskStream> known = new HashMap<>();

    private @Nullable Instant seen;

    /** @param resumeAt when the subscriber was last told something */
    UserStream(
            EventStream stream,
            Tasks tasks,
            TaskJournal journal,
            String userId,
            Function<AbilityTask, TaskView> views,
            Locale locale,
            @Nullable Instant resumeAt) {
        this.stream = stream;
        this.tasks = tasks;
        this.journal = journal;
        this.userId = userId;
        this.views = views;
        this.locale = locale;
        this.seen = resumeAt;
    }

    void look() throws IOException {
        Tasks.Present present = tasks.activeOrEndedSince(userId, seen == null ? null : seen.minus(LATEST_COMMIT));
        Map<String, List<JournalEntry>> lines = linesOf(present.tasks());
        long id = present.at().toEpochMilli();
        for (AbilityTask task : present.tasks()) {
            known.computeIfAbsent(
                            task.taskId(),
                            taskId -> new TaskStream(
                                    (journalTold, event, data) -> stream.send(id, event, data), views, locale, 0))
                    .tell(task, lines.getOrDefault(task.taskId(), List.of()));
        }
        forget(present);
        seen = present.at();
    }

    private Map<String, List<JournalEntry>> linesOf(List<AbilityTask> present) {
        List<AbilityTask> changed = present.stream()
                .filter(task -> !known.containsKey(task.taskId())
                        || known.get(task.taskId()).isNews(task))
                .toList();
        return changed.isEmpty()
                ? Map.of()
                : journal.since(changed.stream().map(AbilityTask::taskId).toList(), 0).stream()
                        .collect(Collectors.groupingBy(JournalEntry::taskId));
    }

    /** What has ended so long ago that no look finds it again. */
    private void forget(Tasks.Present present) {
        known.entrySet()
                .removeIf(entry -> entry.getValue().hasEnded()
                        && present.tasks().stream()
                                .noneMatch(task -> task.taskId().equals(entry.getKey())));
    }
}
