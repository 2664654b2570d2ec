package com.podi.wallet.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
    private final Work<O, A> work;
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

    /** @param tooBusy what callers are told who find the lane full or lose patience */
    public Lanes(Settings settings, Work<O, A> work, Supplier<RuntimeException> tooBusy) {
        this.settings = settings;
        this.work = work;
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
            return work.alone(piece);
        }
        Waiting<O, A> caller = new Waiting<>(piece);
        if (!lanes.get(Math.floorMod(key, lanes.size())).queue.offer(caller)) {
            throw tooBusy.get();
        }
        return caller.within(settings.patience(), tooBusy);
    }

    /** How many wait for their turn. */
    public int waiting() {
        return lanes.stream().mapToInt(lane -> lane.queue.size()).sum();
    }

    @Override
    public void close() {
        lanes.forEach(Thread::interrupt);
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
                    // It throws nothing: a lane that died would take its accounts with it.
                    work.serve(batch);
                }
            }
        }
    }
}
