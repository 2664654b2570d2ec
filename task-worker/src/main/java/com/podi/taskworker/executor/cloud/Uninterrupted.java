package com.podi.taskworker.executor.cloud;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** For what costs something if it is broken off: whoever waits for it may be told to stop, and stops a moment later. */
final class Uninterrupted {

    private Uninterrupted() {}

    /**
     * Whoever was interrupted meanwhile still is afterwards.
     *
     * @param moment how much longer it may take then
     * @throws ExecutionException with what the work throws
     * @throws TimeoutException if it took longer; it is interrupted then
     */
    static <T> T get(Callable<T> work, Duration moment) throws ExecutionException, TimeoutException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, Thread.currentThread().getName() + "-handover");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            return afterAll(task, moment);
        }
    }

    private static <T> T afterAll(FutureTask<T> task, Duration moment) throws ExecutionException, TimeoutException {
        try {
            return task.get(moment.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException late) {
            task.cancel(true);
            throw new TimeoutException("not within " + moment);
        } finally {
            Thread.currentThread().interrupt();
        }
    }
}
