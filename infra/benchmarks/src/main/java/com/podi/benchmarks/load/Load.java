package com.podi.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A closed loop: every connection sends its next request when it has the answer to the last. */
public final class Load {

    private Load() {}

    /** What one connection does over and over; each time is measured. */
    @FunctionalInterface
    public interface Loop {
        void once();
    }

    /**
     * @param perSecond how often the loop was gone through, by all connections together
     * @param p50Ms of one time
     * @param p95Ms of one time
     * @param p99Ms of one time
     */
    public record Result(double perSecond, double p50Ms, double p95Ms, double p99Ms, long count) {}

    /** @param loop makes what the connection with this number does */
    public static Result run(int connections, Duration duration, IntFunction<Loop> loop) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Loop> loops = IntStream.range(0, connections).mapToObj(loop).toList();
            long began = System.nanoTime();
            long deadline = began + duration.toNanos();
            List<CompletableFuture<long[]>> measured = loops.stream()
                    .map(one -> CompletableFuture.supplyAsync(() -> repeat(one, deadline), threads))
                    .toList();
            long[] nanos = measured.stream()
                    .map(CompletableFuture::join)
                    .flatMapToLong(LongStream::of)
                    .sorted()
                    .toArray();
            double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
            return new Result(
                    nanos.length / seconds,
                    percentile(nanos, 50),
                    percentile(nanos, 95),
                    percentile(nanos, 99),
                    nanos.length);
        } finally {
            threads.shutdown();
        }
    }

    private static long[] repeat(Loop loop, long deadline) {
        long[] nanos = new long[1024];
        int count = 0;
        for (long now = System.nanoTime(); now < deadline; ) {
            loop.once();
            long then = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = then - now;
            now = then;
        }
        return Arrays.copyOf(nanos, count);
    }

    static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1L) * percent / 100)] / 1e6;
    }
}
