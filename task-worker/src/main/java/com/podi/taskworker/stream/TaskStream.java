package com.podi.taskworker.stream;

import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.queue.AbilityTask;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What one subscriber has been told of one task; told by one thread at a time. */
final class TaskStream {

    private final SseEmitter emitter;
    private final Function<AbilityTask, TaskView> views;

    private int statusTold = -1;
    private int progressTold;
    private boolean ended;

    TaskStream(SseEmitter emitter, Function<AbilityTask, TaskView> views) {
        this.emitter = emitter;
        this.views = views;
    }

    /** News that comes after the end is none. */
    void tell(AbilityTask task) {
        if (ended) {
            return;
        }
        try {
            if (task.statusSequence() != statusTold) {
                if (statusTold < 0 || !task.hasEnded()) {
                    send("status", task);
                }
                if (task.hasEnded()) {
                    ended = true;
                    send(task.status().word(), task);
                    emitter.complete();
                    return;
                }
                statusTold = task.statusSequence();
            }
            if (task.progress() > progressTold) {
                progressTold = task.progress();
                emitter.send(SseEmitter.event()
                        .name("progress")
                        .data(Map.of("taskId", task.taskId(), "progress", task.progress())));
            }
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        }
    }

    void giveSignOfLife() {
        try {
            emitter.send(SseEmitter.event().comment("still here"));
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        }
    }

    private void send(String event, AbilityTask task) throws IOException {
        emitter.send(SseEmitter.event()
                .id(task.taskId() + ":" + task.statusSequence())
                .name(event)
                .data(views.apply(task)));
    }
}
