package com.podi.taskworker.execution;

import com.podi.starter.id.Ids;
import com.podi.taskworker.chore.Chore;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Claims;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.Lanes;
import com.podi.taskworker.queue.TaskNews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the workers of this replica busy: claims as many tasks as there are free slots, whenever a task is queued, a
 * slot is freed, or something has fallen due.
 */
@Component
class TaskDispatcher implements SmartLifecycle, Chore {

    private static final int FIRST_FEW = 4;
    private static final Logger log = LoggerFactory.getLogger(TaskDispatcher.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    /** Another replica is claiming in a lane that we want to claim in: that takes milliseconds. */
    private static final Duration CONTESTED = Duration.ofMillis(20);
    /** Every change that matters wakes us; this is for nothing we know of. */
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);

    /** Longer than an executor is given to hear the name of what it has just begun elsewhere. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(6);

    private final Lanes lanes;
    private final Claims claims;
    private final TaskNews news;
    private final TaskRunner runner;
    private final TaskJournal journal;
    private final TransactionTemplate transaction;
    private final RunningTasks running;
    private final WorkerSlots slots;
    private final WorkerProperties properties;
    private final String worker = Ids.next("worker");
    private final Semaphore wakeUps = new Semaphore(0);
    private final AsyncTaskExecutor threads;

    private volatile @Nullable Thread dispatcher;
    private TaskNews.@Nullable Subscription subscription;

    TaskDispatcher(
            Lanes lanes,
            Claims claims,
            TaskNews news,
            TaskRunner runner,
            TaskJournal journal,
            TransactionTemplate transaction,
            RunningTasks running,
            WorkerSlots slots,
            WorkerProperties properties,
            SimpleAsyncTaskExecutorBuilder threads) {
        this.lanes = lanes;
        this.claims = claims;
        this.news = news;
        this.runner = runner;
        this.journal = journal;
        this.transaction = transaction;
        this.running = running;
        this.slots = slots;
        this.properties = properties;
        this.threads = threads.threadNamePrefix("task-").build();
    }

    @Override
    public void start() {
        subscription = news.whenQueued(wakeUps::release);
        slots.whenLent(wakeUps::release);
        Thread thread = new Thread(this::dispatch, "task-dispatcher");
        dispatcher = thread;
        thread.start();
    }

    /** Claims nothing more, lets running work come to its end for a while, and gives back what has not. */
    @Override
    public void stop() {
        Thread thread = dispatcher;
        dispatcher = null;
        if (subscription != null) {
            subscription.close();
        }
        wakeUps.release();
        try {
            if (thread != null) {
                thread.join();
            }
            if (!running.awaitNone(properties.grace().toMillis())) {
                running.all().forEach(run -> run.stop(Run.StopReason.SHUTDOWN));
                running.awaitNone(LAST_WORDS.toMillis());
                running.all().forEach(run -> runner.stopped(run, Run.StopReason.SHUTDOWN));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return dispatcher != null;
    }

    @Override
    public String due() {
        return Lanes.TASKS_COULD_START;
    }

    /** A task has fallen due, or news of one was missed. */
    @Override
    public void run() {
        wakeUps.release();
    }

    private void dispatch() {
        while (isRunning()) {
            try {
                Claimed claimed = claimAll();
                if (claimed.contested()) {
                    awaitWakeUp(CONTESTED);
                } else if (claimed.count() == 0) {
                    awaitWakeUp(LONGEST_SLEEP);
                }
            } catch (RuntimeException failure) {
                log.warn("cannot claim tasks for now", failure);
                awaitWakeUp(AFTER_FAILURE);
            }
        }
    }

    /** @param contested whether a lane was left out since another replica was claiming there */
    private record Claimed(int count, boolean contested) {}

    /** The free slots are shared out among the lanes, which take turns in being first. */
    private Claimed claimAll() {
        if (slots.free() == 0) {
            return new Claimed(0, false);
        }
        int count = 0;
        boolean contested = false;
        List<String> wanting = new ArrayList<>(lanes.wanting());
        Collections.shuffle(wanting);
        for (int number = 0; number < wanting.size() && isRunning(); number++) {
            int taken = takeSlots(Math.min(share(slots.free(), wanting.size() - number), roomFor(wanting.get(number))));
            if (taken == 0) {
                continue;
            }
            Optional<List<ClaimedTask>> claimed = claim(wanting.get(number), taken);
            count += claimed.map(List::size).orElse(0);
            contested |= claimed.isEmpty();
        }
        return new Claimed(count, contested);
    }

    private static int share(int free, int lanes) {
        return (free + lanes - 1) / lanes;
    }

    /**
     * What waits for others is bounded for all lanes together, and for each so that one that hangs leaves room for others;
     * however many of them hang, every lane has its first few.
     */
    private int roomFor(String lane) {
        if (Lane.isBuiltIn(lane)) {
            return Integer.MAX_VALUE;
        }
        int inLane = running.countIn(lane);
        int inAll = properties.maxWaiting() + properties.maxWorkers() - running.count();
        return Math.max(0, Math.max(FIRST_FEW - inLane, Math.min(inAll, properties.maxWaiting() / 4 + 1 - inLane)));
    }

    private int takeSlots(int wanted) {
        int taken = 0;
        while (taken < wanted && slots.tryTake()) {
            taken++;
        }
        return taken;
    }

    private Optional<List<ClaimedTask>> claim(String lane, int taken) {
        int begun = 0;
        try {
            Optional<List<ClaimedTask>> claimed =
                    Objects.requireNonNull(transaction.execute(status -> claimNoted(lane, taken)));
            for (ClaimedTask task : claimed.orElse(List.of())) {
                begin(new Run(task));
                begun++;
            }
            return claimed;
        } finally {
            for (int unused = begun; unused < taken; unused++) {
                slots.giveBack();
            }
        }
    }

    /** Noted with the claim: written by itself, each task would wait for one more commit before it starts. */
    private Optional<List<ClaimedTask>> claimNoted(String lane, int limit) {
        Optional<List<ClaimedTask>> claimed = claims.claim(lane, worker, limit, properties.lease());
        claimed.filter(tasks -> !tasks.isEmpty())
                .ifPresent(tasks -> journal.write(
                        tasks.stream().map(task -> task.task().taskId()).toList(), JournalMessage.STARTED));
        return claimed;
    }

    private void begin(Run run) {
        running.add(run);
        threads.execute(() -> {
            try {
                runner.run(run);
            } catch (RuntimeException | Error failure) {
                // Nothing could be written down; the lease runs out, and the task is taken over.
                log.warn("left behind: task={}", run.lease().taskId(), failure);
            } finally {
                running.remove(run);
                slots.giveBack();
                wakeUps.release();
            }
        });
    }

    private void awaitWakeUp(Duration atMost) {
        try {
            if (wakeUps.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
