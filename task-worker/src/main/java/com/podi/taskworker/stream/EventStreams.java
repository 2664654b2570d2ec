package com.podi.taskworker.stream;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.queue.TaskNews;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The open streams of this replica. */
@Component
class EventStreams implements SmartLifecycle {

    private static final int MOST_OF_ONE_USER = 32;

    /** Shorter than what proxies take for silence; also finds out who has gone, and tells what could not be told before. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final TaskScheduler scheduler;
    private final AsyncTaskExecutor threads;
    private final Duration longest;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final Set<EventStream> served = ConcurrentHashMap.newKeySet();

    private volatile boolean running;

    EventStreams(
            TaskScheduler scheduler,
            SimpleAsyncTaskExecutorBuilder threads,
            @Value("${podi.task-worker.longest-stream}") Duration longest) {
        this.scheduler = scheduler;
        this.threads = threads.threadNamePrefix("event-stream-").build();
        this.longest = longest;
    }

    EventStream open(String userId) {
        open.merge(userId, 1, Integer::sum);
        EventStream stream = new EventStream(longest);
        stream.whenOver(() -> open.computeIfPresent(userId, (user, count) -> count == 1 ? null : count - 1));
        if (open.getOrDefault(userId, 0) > MOST_OF_ONE_USER) {
            stream.over();
            throw ErrorCode.RATE_LIMITED
                    .because("%s has %d streams open", userId, MOST_OF_ONE_USER)
                    .retryAfter(SIGN_OF_LIFE);
        }
        return stream;
    }

    interface Subscribing {
        TaskNews.Subscription to(Runnable look, Executor threads);
    }

    /**
     * Has the stream tell what is new, now and whenever there is news. A subscriber that reads nothing holds up the thread
     * of its own stream, and nobody else.
     *
     * @param subscribing to the news that matter
     * @param look tells what is new; never at work twice at the same time
     */
    SseEmitter serve(EventStream stream, Subscribing subscribing, EventStream.Telling look) {
        AtomicBoolean silent = new AtomicBoolean();
        TaskNews.Subscription subscription = subscribing.to(
                () -> {
                    if (silent.getAndSet(false)) {
                        stream.giveSignOfLife();
                    }
                    stream.tell(look);
                },
                threads);
        ScheduledFuture<?> signsOfLife = scheduler.scheduleAtFixedRate(
                () -> {
                    silent.set(true);
                    subscription.signal();
                },
                SIGN_OF_LIFE);
        served.add(stream);
        stream.whenOver(() -> {
            served.remove(stream);
            subscription.close();
            signsOfLife.cancel(false);
        });
        subscription.signal();
        return stream.emitter();
    }

    @Override
    public void start() {
        running = true;
    }

    /** A stream that goes on would hold up the end of the service; its subscriber comes again, to another replica. */
    @Override
    public void stop() {
        running = false;
        served.forEach(EventStream::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the tasks that still run were given time to end, and before the web server waits for its last requests. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
