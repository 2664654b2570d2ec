package com.podi.taskworker.stream;

import com.podi.starter.security.Caller;
import com.podi.taskworker.history.TaskHistory;
import com.podi.taskworker.history.TaskViews;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskNews;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledFuture;
import org.springframework.http.MediaType;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Server-sent events of one task; the first tells how it stands, the last how it ended. */
@RestController
class TaskEventController {

    private static final Duration LONGEST_STREAM = Duration.ofHours(1);

    /** Shorter than what proxies take for silence; also finds out who has gone, and tells what could not be told before. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final TaskHistory history;
    private final TaskViews views;
    private final TaskNews news;
    private final TaskScheduler scheduler;

    TaskEventController(TaskHistory history, TaskViews views, TaskNews news, TaskScheduler scheduler) {
        this.history = history;
        this.views = views;
        this.news = news;
        this.scheduler = scheduler;
    }

    @Operation(summary = "News of a task as server-sent events")
    @GetMapping(path = "/api/ability-tasks/{taskId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(@PathVariable String taskId, Caller caller, Locale locale) {
        AbilityTask task = history.get(taskId, caller);
        SseEmitter emitter = new SseEmitter(LONGEST_STREAM.toMillis());
        TaskStream stream = new TaskStream(emitter, changed -> views.view(changed, locale));
        TaskNews.Subscription subscription =
                news.whenChanged(taskId, () -> stream.tell(history.get(task.taskId(), caller)));
        ScheduledFuture<?> signsOfLife = scheduler.scheduleAtFixedRate(
                () -> {
                    stream.giveSignOfLife();
                    subscription.signal();
                },
                SIGN_OF_LIFE);
        emitter.onCompletion(() -> {
            subscription.close();
            signsOfLife.cancel(false);
        });
        emitter.onTimeout(emitter::complete);
        subscription.signal();
        return emitter;
    }
}
