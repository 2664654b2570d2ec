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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has been told of all of a user's tasks. Each look takes in what ended shortly before the last one:
 * a change that was written then may have been committed since.
 */
final class UserStream {

    private static final Duration LATEST_COMMIT = Duration.ofSeconds(10);
    private static final int AT_ONCE = 200;

    private final EventStream stream;
    private final Tasks tasks;
    private final TaskJournal journal;
    private final String userId;
    private final Function<AbilityTask, TaskView> views;
    private final Locale locale;
    private final Map<String, TaskStream> known = new HashMap<>();

    private @Nullable Instant seen;
    private long eventId;

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
        Tasks.Active active = tasks.activeOf(userId);
        eventId = active.at().toEpochMilli();
        Set<String> present = new HashSet<>();
        tell(active.newest(), present);
        if (seen != null) {
            tellEnded(Tasks.EndedAfter.at(seen.minus(LATEST_COMMIT)), present);
        }
        known.entrySet().removeIf(entry -> entry.getValue().hasEnded() && !present.contains(entry.getKey()));
        seen = active.at();
    }

    private void tellEnded(Tasks.EndedAfter after, Set<String> present) throws IOException {
        List<AbilityTask> ended = tasks.ended(userId, after, AT_ONCE);
        while (!ended.isEmpty()) {
            tell(ended, present);
            AbilityTask last = ended.get(ended.size() - 1);
            ended = ended.size() < AT_ONCE
                    ? List.of()
                    : tasks.ended(
                            userId,
                            new Tasks.EndedAfter(Objects.requireNonNull(last.finishedAt()), last.taskId()),
                            AT_ONCE);
        }
    }

    private void tell(List<AbilityTask> those, Set<String> present) throws IOException {
        Map<String, List<JournalEntry>> lines = linesOf(those);
        for (AbilityTask task : those) {
            present.add(task.taskId());
            known.computeIfAbsent(
                            task.taskId(),
                            taskId -> new TaskStream(
                                    (journalTold, event, data) -> stream.send(eventId, event, data), views, locale, 0))
                    .tell(task, lines.getOrDefault(task.taskId(), List.of()));
        }
    }

    private Map<String, List<JournalEntry>> linesOf(List<AbilityTask> those) {
        Map<String, Long> told = new HashMap<>();
        for (AbilityTask task : those) {
            TaskStream stream = known.get(task.taskId());
            if (stream == null || stream.isNews(task)) {
                told.put(task.taskId(), stream == null ? 0 : stream.journalTold());
            }
        }
        return told.isEmpty()
                ? Map.of()
                : journal.since(told).stream().collect(Collectors.groupingBy(JournalEntry::taskId));
    }
}
