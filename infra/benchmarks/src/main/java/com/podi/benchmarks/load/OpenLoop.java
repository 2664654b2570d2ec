package com.podi.benchmarks.load;

import com.podi.benchmarks.Pause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * An open loop: requests fall due at even distances, whether or not those before are answered, and each is measured from
 * when it was due. Whoever is slow for a moment makes all wait that fell due in it, as customers would.
 */
public final class OpenLoop {

    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);

    private OpenLoop() {}

    /**
     * @param perSecond how many fall due
     * @param loop makes what the connection with this number does when it is its turn
     */
    public static Load.Result run(int perSecond, int connections, Duration duration, IntFunction<Load.Loop> loop) {
        int count = Math.toIntExact(perSecond * duration.toSeconds());
        long distance = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        List<Load.Loop> loops = IntStream.range(0, connections).mapToObj(loop).toList();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long began = System.nanoTime();
            List<CompletableFuture<Void>> working = loops.stream()
                    .map(one -> CompletableFuture.runAsync(
                            () -> {
                                for (int turn = next.getAndIncrement(); turn < count; turn = next.getAndIncrement()) {
                                    long due = began + turn * distance;
                                    awaitTime(due);
                                    one.once();
                                    nanos[turn] = System.nanoTime() - due;
                                }
                            },
                            threads))
                    .toList();
            working.forEach(CompletableFuture::join);
            double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
            Arrays.sort(nanos);
            return new Load.Result(
                    count / seconds,
                    Load.percentile(nanos, 50),
                    Load.percentile(nanos, 95),
                    Load.percentile(nanos, 99),
                    count);
        } finally {
            threads.shutdown();
        }
    }

    private static void awaitTime(long due) {
        long early = due - System.nanoTime();
        if (early > 0) {
            Pause.micros(early / MICRO);
        }
    }
}
