package com.podi.testsupport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The same call by many at the same moment. */
public final class AtOnce {

    private AtOnce() {}

    /** @return what each call gave, by its number */
    public static <T> List<T> call(int calls, IntFunction<T> call) {
        return call(calls, calls, call);
    }

    /** @param callers how many of the calls are under way at a time */
    public static <T> List<T> call(int callers, int calls, IntFunction<T> call) {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            return IntStream.range(0, calls)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> call.apply(number), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            threads.shutdown();
        }
    }
}
