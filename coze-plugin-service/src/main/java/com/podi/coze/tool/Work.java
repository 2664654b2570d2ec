package com.podi.coze.tool;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Where calls are carried out: a few threads for what is asked of others, and none for waiting. The threads that requests
 * come by stay free, however slow the others are. What waits for a thread belongs to a connection, and of those the web
 * server has a limit.
 */
@Component
@DependsOn("dataSource")
public class Work implements DisposableBean {

    /** Fewer than the connections to one other service. */
    private static final int THREADS = 48;

    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final ContextSnapshotFactory CONTEXTS =
            ContextSnapshotFactory.builder().build();

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work, "call");
                thread.setDaemon(true);
                return thread;
            });

    public Work() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** What it throws is how it fails. */
    public <T> CompletableFuture<T> now(Supplier<CompletableFuture<T>> work) {
        return on(threads, work);
    }

    public <T> CompletableFuture<T> later(Duration delay, Supplier<CompletableFuture<T>> work) {
        return on(CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, threads), work);
    }

    private static <T> CompletableFuture<T> on(Executor executor, Supplier<CompletableFuture<T>> work) {
        return CompletableFuture.supplyAsync(inThisContext(work), executor).thenCompose(Function.identity());
    }

    /** In the language and the trace of whoever asks for it. */
    private static <T> Supplier<T> inThisContext(Supplier<T> work) {
        ContextSnapshot context = CONTEXTS.captureAll();
        Locale locale = LocaleContextHolder.getLocale();
        return () -> {
            LocaleContextHolder.setLocale(locale);
            try {
                return context.wrap(work::get).call();
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            } finally {
                LocaleContextHolder.resetLocaleContext();
            }
        };
    }

    /** What has been answered is still to be written down. */
    @Override
    public void destroy() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }
}
