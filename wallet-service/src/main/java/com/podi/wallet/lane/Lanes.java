package com.podi.wallet.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Does together what waits at the same moment. A lane takes whatever came while it was busy and never waits for company:
 * a lone caller is served at once, and the busier it gets, the more is done at a time. What belongs together (an account)
 * goes through one lane, in the order of arrival.
 *
 * @param <O> a piece of work
 * @param <A> what it is answered with
 */
public final class Lanes<O, A> implements AutoCloseable {

    private final Settings settings;
    private final Function<List<O>, List<Outcome<A>>> work;
    private final Predicate<RuntimeException> hopeless;
    private final Supplier<RuntimeException> tooBusy;
    private final List<Lane> lanes;

    /**
     * @param count more lanes do smaller batches at the same time, for machines with cores to spare; with none, everybody works for himself
     * @param waiting how many may wait in a lane; one more is refused
     * @param batch how many are done at a time
     * @param patience how long a caller waits for its answer
     */
    public record Settings(
            @DefaultValue("1") int count,
            @DefaultValue("1000") int waiting,
            @DefaultValue("250") int batch,
            @DefaultValue("PT3S") Duration patience) {

        public Settings of(int otherCount) {
            return new Settings(otherCount, waiting, batch, patience);
        }
    }

    /**
     * @param work does a batch and answers each piece, or throws having done none of it
     * @param hopeless whether what it threw would meet the pieces one by one as well; if not, each is tried alone, so
     *     that one that cannot be done does not take the others along
     * @param tooBusy what callers are told who find the lane full or lose patience
     */
    public Lanes(
            Settings settings,
            Function<List<O>, List<Outcome<A>>> work,
            Predicate<RuntimeException> hopeless,
            Supplier<RuntimeException> tooBusy) {
        this.settings = settings;
        this.work = work;
        this.hopeless = hopeless;
        this.tooBusy = tooBusy;
        this.lanes = IntStream.range(0, settings.count()).mapToObj(Lane::new).toList();
        lanes.forEach(Thread::start);
    }

    /**
     * Returns when the work is done for good. Who loses patience does not know whether it was done: only work that still
     * waits is forgotten.
     *
     * @param key chooses the lane
     */
    public A submit(int key, O piece) {
        if (lanes.isEmpty()) {
            return work.apply(List.of(piece)).get(0).orThrow();
        }
        Waiting<O, A> waiting = new Waiting<>(piece, new CompletableFuture<>());
        if (!lanes.get(Math.floorMod(key, lanes.size())).queue.offer(waiting)) {
            throw tooBusy.get();
        }
        try {
            return waiting.answer().get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (TimeoutException late) {
            waiting.answer().cancel(false);
            throw tooBusy.get();
        } catch (InterruptedException interrupted) {
            waiting.answer().cancel(false);
            Thread.currentThread().interrupt();
            throw tooBusy.get();
        }
    }

    /** How many wait for their turn. */
    public int waiting() {
        return lanes.stream().mapToInt(lane -> lane.queue.size()).sum();
    }

    @Override
    public void close() {
        lanes.forEach(Thread::interrupt);
    }

    private record Waiting<O, A>(O piece, CompletableFuture<A> answer) {

        boolean isForgotten() {
            return answer.isDone();
        }
    }

    private final class Lane extends Thread {

        private final BlockingQueue<Waiting<O, A>> queue = new ArrayBlockingQueue<>(settings.waiting());

        Lane(int number) {
            super("lane-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            List<Waiting<O, A>> batch = new ArrayList<>();
            while (!isInterrupted()) {
                batch.clear();
                try {
                    batch.add(queue.take());
                } catch (InterruptedException closed) {
                    return;
                }
                queue.drainTo(batch, settings.batch() - 1);
                batch.removeIf(Waiting::isForgotten);
                if (!batch.isEmpty()) {
                    serve(batch);
                }
            }
        }

        private void serve(List<Waiting<O, A>> batch) {
            try {
                List<Outcome<A>> outcomes =
                        work.apply(batch.stream().map(Waiting::piece).toList());
                for (int i = 0; i < batch.size(); i++) {
                    tell(batch.get(i), outcomes.get(i));
                }
            } catch (RuntimeException failure) {
                if (batch.size() == 1 || hopeless.test(failure)) {
                    batch.forEach(waiting -> waiting.answer().completeExceptionally(failure));
                } else {
                    // Each may take its time; whoever has gone meanwhile is not waited for.
                    List.copyOf(batch).stream()
                            .filter(waiting -> !waiting.isForgotten())
                            .forEach(waiting -> serve(List.of(waiting)));
                }
            } catch (Error error) {
                // The lane goes on: one that died would take its accounts with it.
                batch.forEach(waiting -> waiting.answer().completeExceptionally(error));
            }
        }

        private void tell(Waiting<O, A> waiting, Outcome<A> outcome) {
            if (outcome.refusal() == null) {
                waiting.answer().complete(outcome.answer());
            } else {
                waiting.answer().completeExceptionally(outcome.refusal());
            }
        }
    }
}
