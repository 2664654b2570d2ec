package com.podi.comfyclient;

import com.podi.comfyclient.NodeException.Kind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;

/**
 * One prompt on one node, from the submit to its end; or from wherever it is, if somebody before us has submitted it. The
 * queue and the history judge. What comes over the WebSocket tells the progress and when it is worth asking them.
 */
public final class PromptRun implements AutoCloseable {

    private static final long FOREVER = Long.MAX_VALUE / 2;

    private final ComfyNode node;
    private final NodeSocket socket;
    private final Settings settings;
    private final String ourId;
    private final IntConsumer progress;
    private final ProgressMeter meter = new ProgressMeter();
    private final Ears ears = new Ears();

    private String promptId;
    private int told = -1;

    /** Nothing can have been missed yet, so that it is no use asking before something was heard. */
    private boolean fresh;

    PromptRun(ComfyNode node, NodeSocket socket, Settings settings, String promptId, IntConsumer progress)
            throws InterruptedException {
        this.node = node;
        this.socket = socket;
        this.settings = settings;
        this.ourId = promptId;
        this.promptId = promptId;
        this.progress = progress;
        // Before anything is submitted, or its first events were missed.
        socket.listen(promptId, ears);
    }

    /**
     * Has the node take the graph, once: if no answer comes, it is looked for before it is sent again.
     *
     * @throws NodeException if the node does not take all of it
     */
    public void submit(JsonNode graph) throws NodeException, InterruptedException {
        meter.of(graph.size());
        use(node.submit(graph, ourId));
        fresh = promptId.equals(ourId);
    }

    /**
     * Looks for a prompt that was submitted before.
     *
     * @return false if the node knows nothing of it
     * @throws NodeException if the node is away for long
     */
    public boolean find() throws NodeException, InterruptedException {
        Since missing = new Since();
        Since away = new Since();
        while (true) {
            try {
                var found = node.find(ourId);
                away.over();
                if (found.isPresent()) {
                    meter.of(found.get().nodes());
                    use(found.get().promptId());
                    return true;
                }
                if (missing.lasts(settings.lostAfter())) {
                    return false;
                }
            } catch (NodeException failure) {
                if (away.lasts(settings.unreachable())) {
                    throw failure;
                }
            }
            TimeUnit.NANOSECONDS.sleep(settings.lostAfter().toNanos() / 2 + 1);
        }
    }

    /** Releases that choose the id themselves. */
    private void use(String idAtNode) throws InterruptedException {
        if (!idAtNode.equals(promptId)) {
            socket.leave(promptId);
            promptId = idAtNode;
            socket.listen(promptId, ears);
        }
    }

    /**
     * Waits for the end.
     *
     * @throws NodeException if the node is away for long, or time is up; the prompt may go on then
     */
    public Outcome await(Duration atMost) throws NodeException, InterruptedException {
        long deadline = System.nanoTime() + Math.min(atMost.toNanos(), FOREVER);
        Since missing = new Since();
        Since away = new Since();
        if (fresh) {
            fresh = false;
            listenFor(settings.runningPoll(), deadline);
        }
        while (true) {
            Duration next = settings.runningPoll();
            try {
                ComfyNode.Look look = node.look(promptId);
                away.over();
                if (look.outcome().isPresent()) {
                    tell();
                    return look.outcome().get();
                }
                if (look.place() != ComfyNode.Place.NOWHERE) {
                    missing.over();
                    next = look.place() == ComfyNode.Place.RUNNING ? settings.runningPoll() : withJitter();
                } else if (missing.lasts(settings.lostAfter())) {
                    return new Outcome.Lost();
                }
            } catch (NodeException failure) {
                if (away.lasts(settings.unreachable())) {
                    throw failure;
                }
            }
            if (!listenFor(next, deadline)) {
                throw new NodeException(Kind.TIMEOUT, "not done within " + atMost);
            }
        }
    }

    /** Something that is wrong, and forgiven for a while. */
    private static final class Since {

        private long began;

        /** @return whether it was seen as long ago as that; never when it is seen first */
        boolean lasts(Duration atMost) {
            if (began == 0) {
                began = System.nanoTime();
                return false;
            }
            return System.nanoTime() - began >= atMost.toNanos();
        }

        void over() {
            began = 0;
        }
    }

    private Duration withJitter() {
        long millis = settings.pendingPoll().toMillis();
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis + 1));
    }

    /** @return false if the deadline has come */
    private boolean listenFor(Duration pause, long deadline) throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        while (true) {
            tell();
            long now = System.nanoTime();
            if (now >= deadline) {
                return false;
            }
            long wake = Math.min(
                    deadline,
                    ears.isEnding()
                            ? Math.min(until, now + settings.endingPoll().toNanos())
                            : until);
            if (now >= until || ears.takeHint()) {
                return true;
            }
            boolean ending = ears.isEnding();
            ears.await(wake - now);
            if (ending && System.nanoTime() >= wake) {
                return true;
            }
        }
    }

    /** On the thread of whoever waits, who may take his time. */
    private void tell() {
        int percent = meter.percent();
        if (percent > told) {
            told = percent;
            progress.accept(percent);
        }
    }

    /** Nobody wants it any more. */
    public void cancel() throws NodeException {
        node.cancel(promptId);
    }

    @Override
    public void close() {
        socket.leave(promptId);
    }

    /** What was heard, for the one who waits. */
    private final class Ears implements NodeSocket.Listener {

        /** How long after its end was told the history is asked often. */
        private static final long ENDING_NANOS = 5_000_000_000L;

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition heard = lock.newCondition();
        private boolean hint;
        private boolean news;
        private boolean own;
        private long endedAt;

        @Override
        public void heard(String type, JsonNode data) {
            meter.heard(type, data);
            boolean over = type.equals("executing") && data.path("node").isNull();
            boolean ending = type.equals("execution_success")
                    || type.equals("execution_interrupted")
                    || type.equals("execution_error");
            lock.lock();
            try {
                own = true;
                news = true;
                hint |= over;
                if (ending && endedAt == 0) {
                    endedAt = System.nanoTime();
                }
                heard.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Only for whom nothing else is told: the prompt was submitted under another client's name. */
        @Override
        public void queueChanged() {
            lock.lock();
            try {
                if (!own) {
                    hint = true;
                    heard.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void reconnected() {
            lock.lock();
            try {
                hint = true;
                heard.signalAll();
            } finally {
                lock.unlock();
            }
        }

        boolean isEnding() {
            lock.lock();
            try {
                return endedAt != 0 && System.nanoTime() - endedAt < ENDING_NANOS;
            } finally {
                lock.unlock();
            }
        }

        boolean takeHint() {
            lock.lock();
            try {
                boolean taken = hint;
                hint = false;
                return taken;
            } finally {
                lock.unlock();
            }
        }

        void await(long nanos) throws InterruptedException {
            lock.lock();
            try {
                if (!hint && !news) {
                    heard.awaitNanos(nanos);
                }
                news = false;
            } finally {
                lock.unlock();
            }
        }
    }
}
