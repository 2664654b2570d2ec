package com.podi.taskworker.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The connection of one subscriber; whoever finds it broken closes it. */
final class EventStream {

    private final SseEmitter emitter;
    private final List<Runnable> whenOver = new ArrayList<>();

    /** @param longest after that the subscriber comes again */
    EventStream(Duration longest) {
        emitter = new SseEmitter(longest.toMillis());
        emitter.onTimeout(emitter::complete);
        emitter.onCompletion(this::over);
    }

    SseEmitter emitter() {
        return emitter;
    }

    void send(long id, String event, Object data) throws IOException {
        emitter.send(SseEmitter.event().id(Long.toString(id)).name(event).data(data));
    }

    interface Telling {
        void tell() throws IOException;
    }

    /** Tells something; a subscriber that has gone is told nothing more. */
    void tell(Telling telling) {
        try {
            telling.tell();
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        }
    }

    void giveSignOfLife() {
        tell(() -> emitter.send(SseEmitter.event().comment("still here")));
    }

    void end() {
        emitter.complete();
    }

    /** Done once, also if the stream is over already. */
    synchronized void whenOver(Runnable action) {
        whenOver.add(action);
    }

    synchronized void over() {
        whenOver.forEach(Runnable::run);
        whenOver.clear();
    }
}
