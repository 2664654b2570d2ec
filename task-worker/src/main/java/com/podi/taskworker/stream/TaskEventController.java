package com.podi.taskworker.stream;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.starter.security.Caller;
import com.podi.taskworker.history.TaskHistory;
import com.podi.taskworker.history.TaskViews;
import com.podi.taskworker.journal.JournalEntry;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskNews;
import com.podi.taskworker.queue.Tasks;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Server-sent events; the first tells how a task stands, the last how it ended. */
@RestController
class TaskEventController {

    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final long LATEST_TIME =
            Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();
    private static final Text NO_EVENT_ID = new Text("不是有效的事件ID", "is not the id of an event");

    private final TaskHistory history;
    private final Tasks tasks;
    private final TaskJournal journal;
    private final TaskViews views;
    private final TaskNews news;
    private final EventStreams streams;

    TaskEventController(
            TaskHistory history,
            Tasks tasks,
            TaskJournal journal,
            TaskViews views,
            TaskNews news,
            EventStreams streams) {
        this.history = history;
        this.tasks = tasks;
        this.journal = journal;
        this.views = views;
        this.news = news;
        this.streams = streams;
    }

    @Operation(
            summary = "News of a task as server-sent events",
            description =
                    "Events `status`, `progress`, `log`, `output`, and at the end `completed`, `failed` or `canceled`."
                            + " After a break `Last-Event-ID` keeps what was told from being told again; the present status always"
                            + " comes first.")
    @GetMapping(path = "/api/ability-tasks/{taskId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter eventsOfTask(
            @PathVariable String taskId,
            @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEventId,
            Caller caller,
            Locale locale) {
        history.get(taskId, caller);
        long journalTold = numberOf(lastEventId, 0L);
        EventStream stream = streams.open(caller.userId());
        TaskStream told = new TaskStream(stream::send, task -> views.view(task, locale), locale, journalTold);
        return streams.serve(stream, (look, threads) -> news.whenChanged(taskId, look, threads), () -> {
            AbilityTask task = history.get(taskId, caller);
            List<JournalEntry> lines =
                    told.isNews(task) ? journal.since(Map.of(taskId, told.journalTold())) : List.of();
            told.tell(task, lines);
            if (told.hasEnded()) {
                stream.end();
            }
        });
    }

    @Operation(
            summary = "News of all of the caller's tasks as server-sent events",
            description =
                    "The same events as of one task, of all that have not ended. After a break `Last-Event-ID` brings"
                            + " also what ended meanwhile; what was told shortly before the break may be told again.")
    @GetMapping(path = "/api/ability-tasks/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(
            @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEventId,
            Caller caller,
            Locale locale) {
        Instant resumeAt = lastEventId == null ? null : timeOf(lastEventId);
        EventStream stream = streams.open(caller.userId());
        UserStream told = new UserStream(
                stream, tasks, journal, caller.userId(), task -> views.view(task, locale), locale, resumeAt);
        return streams.serve(
                stream, (look, threads) -> news.whenTasksChangedOf(caller.userId(), look, threads), told::look);
    }

    private static Instant timeOf(String eventId) {
        long millis = numberOf(eventId, 0L);
        if (millis < 0 || millis > LATEST_TIME) {
            throw ErrorCode.BAD_PARAMETER.at(LAST_EVENT_ID, NO_EVENT_ID);
        }
        return Instant.ofEpochMilli(millis);
    }

    private static long numberOf(@Nullable String eventId, long otherwise) {
        try {
            return eventId == null ? otherwise : Long.parseLong(eventId);
        } catch (NumberFormatException wrong) {
            throw ErrorCode.BAD_PARAMETER.at(LAST_EVENT_ID, NO_EVENT_ID).causedBy(wrong);
        }
    }
}
