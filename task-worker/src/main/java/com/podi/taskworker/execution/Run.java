package com.podi.taskworker.execution;

import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An attempt at a task on this replica, and the means to stop it. */
final class Run {

    enum StopReason {
        /** It takes longer than it may. */
        OVERDUE,
        /** Nobody wants it any more. */
        CANCELED,
        /** Somebody else has the task by now. */
        LOST,
        /** This replica is told to stop. */
        SHUTDOWN
    }

    private final ClaimedTask claimed;
    private final long startedNanos = System.nanoTime();
    private final AtomicBoolean counted = new AtomicBoolean();
    private final AtomicInteger progress;

    private volatile AbilityTask.@Nullable Handle handle;
    private volatile @Nullable JsonNode answer;
    private volatile int writtenProgress;
    private @Nullable Thread working;
    private @Nullable StopReason stopReason;
    private long stoppedNanos;

    Run(ClaimedTask claimed) {
        this.claimed = claimed;
        this.writtenProgress = claimed.task().progress();
        this.progress = new AtomicInteger(writtenProgress);
    }

    ClaimedTask claimed() {
        return claimed;
    }

    Lease lease() {
        return claimed.lease();
    }

    /** Whether it goes on with what a former attempt has begun where it is itself. */
    boolean isResumed() {
        AbilityTask.Handle begun = claimed.task().handle();
        return begun != null && begun.lane().equals(claimed.task().lane());
    }

    /** What is worked on elsewhere in this attempt can be found again by this. */
    void keep(String text) {
        handle = new AbilityTask.Handle(claimed.task().lane(), text);
    }

    Optional<AbilityTask.Handle> handle() {
        return Optional.ofNullable(handle);
    }

    void reached(int percent) {
        progress.accumulateAndGet(percent, Math::max);
    }

    /** How far it has come, if that is still to be written down. */
    OptionalInt unwrittenProgress() {
        int reached = progress.get();
        return reached > writtenProgress && stopReason().isEmpty() ? OptionalInt.of(reached) : OptionalInt.empty();
    }

    void wrote(int percent) {
        writtenProgress = percent;
    }

    void answered(JsonNode masked) {
        answer = masked;
    }

    /** What a provider answered last; null if none was asked. */
    @Nullable
    JsonNode answer() {
        return answer;
    }

    /** Does what may be interrupted; nothing that comes after it is. */
    <T> T interruptibly(Callable<T> work) throws Exception {
        begin();
        try {
            return work.call();
        } finally {
            end();
        }
    }

    private synchronized void begin() throws InterruptedException {
        if (stopReason != null) {
            throw new InterruptedException();
        }
        working = Thread.currentThread();
    }

    private synchronized void end() {
        working = null;
        // A stop that came too late to be noticed must not hit what is written down next.
        Thread.interrupted();
    }

    /** The first reason counts. */
    synchronized void stop(StopReason reason) {
        if (stopReason == null) {
            stopReason = reason;
            stoppedNanos = System.nanoTime();
            if (working != null) {
                working.interrupt();
            }
        }
    }

    synchronized Optional<StopReason> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    /** Whether it was told to stop that long ago, and still works: native code cannot be interrupted. */
    synchronized boolean ignoresStopFor(Duration patience) {
        return stopReason != null && working != null && System.nanoTime() - stoppedNanos > patience.toNanos();
    }

    /** @return true the first time: however often its end is tried, it ended once */
    boolean isCountedFirst() {
        return !counted.getAndSet(true);
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    boolean isOverdue() {
        return age().toSeconds() >= claimed.task().plan().limits().timeoutSeconds();
    }
}
