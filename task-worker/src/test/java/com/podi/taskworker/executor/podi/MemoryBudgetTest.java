package com.podi.taskworker.executor.podi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.podi.taskworker.executor.SomeExecution;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class MemoryBudgetTest {

    private static final long MEGABYTE = 1 << 20;

    private final MemoryBudget ten = new MemoryBudget(DataSize.ofMegabytes(10));

    private interface Work {
        void run() throws Exception;
    }

    /** Somebody else's work; what he is at is known by his thread. */
    private static final class Other {

        private final AtomicReference<Thread> thread = new AtomicReference<>();
        private final CompletableFuture<Void> done;

        Other(Work work) {
            done = CompletableFuture.runAsync(
                    () -> {
                        try {
                            work.run();
                        } catch (Exception failure) {
                            throw new CompletionException(failure);
                        }
                    },
                    task -> {
                        thread.set(new Thread(task));
                        thread.get().setDaemon(true);
                        thread.get().start();
                    });
        }

        void waits() {
            await().until(() -> thread.get().getState() == Thread.State.WAITING);
            assertThat(done).isNotDone();
        }
    }

    @Test
    void whatFitsBesideOthersDoesNotWait() throws InterruptedException {
        try (MemoryBudget.Share first = ten.take(4 * MEGABYTE)) {
            assertThat(new Other(() -> ten.take(4 * MEGABYTE).close()).done).succeedsWithin(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatDoesNotFitWaitsUntilOthersAreDone() throws InterruptedException {
        Other second;
        try (MemoryBudget.Share first = ten.take(6 * MEGABYTE)) {
            second = new Other(() -> ten.take(6 * MEGABYTE).close());
            second.waits();
        }
        assertThat(second.done).succeedsWithin(5, TimeUnit.SECONDS);
    }

    @Test
    void whatNeedsMoreThanThereIsWorksAlone() throws InterruptedException {
        Other small;
        try (MemoryBudget.Share large = ten.take(1000 * MEGABYTE)) {
            small = new Other(() -> ten.take(1).close());
            small.waits();
        }
        assertThat(small.done).succeedsWithin(5, TimeUnit.SECONDS);
    }

    @Test
    void whoIsToldToStopWaitsNoLongerAndHasTakenNothing() throws InterruptedException {
        try (MemoryBudget.Share all = ten.take(10 * MEGABYTE)) {
            Other waiting = new Other(() -> ten.take(10 * MEGABYTE));
            waiting.waits();

            waiting.thread.get().interrupt();

            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(waiting.done::join)
                    .withCauseInstanceOf(InterruptedException.class);
        }
        assertThat(new Other(() -> ten.take(10 * MEGABYTE).close()).done).succeedsWithin(5, TimeUnit.SECONDS);
    }

    /** It and what is made of it take almost three megabytes. */
    @Test
    void aPictureIsNotUnfoldedBeforeThereIsRoom(@TempDir Path directory) throws Exception {
        BufferedImage picture = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        Path file = Pictures.write(picture, "png", directory.resolve("in.png"));
        PodiExecutor executor = new PodiExecutor(List.of(new Upscale()), ten);
        List<Integer> progress = new CopyOnWriteArrayList<>();
        Other work;
        try (MemoryBudget.Share others = ten.take(8 * MEGABYTE)) {
            work = new Other(() -> executor.run(
                    SomeExecution.of("upscale", Tools.inputs("scale=2"), file, "image/png", directory, progress::add)));
            work.waits();
            assertThat(progress).isEmpty();
        }
        assertThat(work.done).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(progress).endsWith(100);
    }
}
