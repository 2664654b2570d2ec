package com.podi.wallet.lane;

import com.podi.wallet.lane.Lanes.Settings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * For work that has to wait for something that somebody else has. However many want the same thing, one thread waits for
 * it, and does all of it together; who wants something else is not behind them as long as there is a thread to spare.
 *
 * @param <O> a piece of work
 * @param <A> what it is answered with
 */
public final class WaitingRoom<O, A> implements AutoCloseable {

    private final Settings settings;
    private final Work<O, A> work;
    private final Supplier<RuntimeException> tooBusy;
    private final ExecutorService threads;
    private final Map<String, Queue<Waiting<O, A>>> queues = new HashMap<>();
    private int waiting;

    /** @param settings of which the count is how many things are waited for at a time */
    public WaitingRoom(String name, Settings settings, Work<O, A> work, Supplier<RuntimeException> tooBusy) {
        this.settings = settings;
        this.work = work;
        this.tooBusy = tooBusy;
        this.threads = Executors.newFixedThreadPool(settings.count(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns when the work is done for good, or throws as {@link Lanes#submit} does. */
    public A submit(String thing, O piece) {
        Waiting<O, A> caller = new Waiting<>(piece);
        enter(thing, caller);
        return caller.within(settings.patience(), tooBusy);
    }

    private synchronized void enter(String thing, Waiting<O, A> caller) {
        if (waiting == settings.waiting()) {
            throw tooBusy.get();
        }
        waiting++;
        Queue<Waiting<O, A>> queue = queues.get(thing);
        if (queue != null) {
            queue.add(caller);
            return;
        }
        queues.put(thing, new ArrayDeque<>(List.of(caller)));
        callNext(thing);
    }

    private void callNext(String thing) {
        try {
            threads.execute(() -> serve(thing));
        } catch (RejectedExecutionException closed) {
            queues.remove(thing);
        }
    }

    private void serve(String thing) {
        List<Waiting<O, A>> batch = take(thing);
        batch.removeIf(Waiting::isForgotten);
        if (!batch.isEmpty()) {
            work.serve(batch);
        }
        leave(thing);
    }

    private synchronized List<Waiting<O, A>> take(String thing) {
        Queue<Waiting<O, A>> queue = queues.get(thing);
        List<Waiting<O, A>> batch = new ArrayList<>();
        while (!queue.isEmpty() && batch.size() < settings.batch()) {
            batch.add(queue.remove());
        }
        waiting -= batch.size();
        return batch;
    }

    /** Who came for the same thing meanwhile waits behind those who came for another. */
    private synchronized void leave(String thing) {
        if (queues.get(thing).isEmpty()) {
            queues.remove(thing);
        } else {
            callNext(thing);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
