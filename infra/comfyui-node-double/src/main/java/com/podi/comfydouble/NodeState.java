package com.podi.comfydouble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All that a node has in memory, behind one lock: queue, the prompt that runs, history. */
final class NodeState {

    private final int historyCap;

    private final PriorityQueue<Prompt> pending = new PriorityQueue<>();
    private final Map<String, ObjectNode> history = new LinkedHashMap<>();
    private @Nullable Prompt running;
    private boolean interrupted;
    private boolean freeing;
    private boolean paused;
    private long counter;
    private long arrivals;
    private long epoch;

    NodeState(int historyCap) {
        this.historyCap = historyCap;
    }

    synchronized long epoch() {
        return epoch;
    }

    synchronized double nextNumber(boolean front) {
        long number = counter++;
        return front ? -number : number;
    }

    /** @return whether one with the same number and id waits already */
    synchronized boolean add(double number, String id, ObjectNode graph, ObjectNode extraData, List<String> outputs) {
        boolean twin = pending.stream()
                .anyMatch(item -> item.number() == number && item.id().equals(id));
        pending.add(new Prompt(number, arrivals++, id, graph, extraData, outputs));
        notifyAll();
        return twin;
    }

    /** Waits for a prompt, and makes it the running one. */
    synchronized Prompt takeNext(long ofEpoch) throws InterruptedException {
        while (pending.isEmpty() || paused) {
            check(ofEpoch);
            wait();
        }
        check(ofEpoch);
        Prompt next = pending.remove();
        running = next;
        interrupted = false;
        notifyAll();
        return next;
    }

    private void check(long ofEpoch) {
        if (epoch != ofEpoch) {
            throw new Signals.Gone();
        }
    }

    /** Running becomes history in one step. */
    synchronized void finish(long ofEpoch, Prompt prompt, @Nullable ObjectNode entry) {
        check(ofEpoch);
        running = null;
        interrupted = false;
        if (entry != null) {
            history.remove(prompt.id());
            history.put(prompt.id(), entry);
            while (history.size() > historyCap) {
                history.remove(history.keySet().iterator().next());
            }
        }
        notifyAll();
    }

    synchronized boolean isInterrupted(long ofEpoch) {
        check(ofEpoch);
        return interrupted;
    }

    /** @param id only if this one runs; null for whatever runs */
    synchronized boolean interrupt(@Nullable String id) {
        if (running == null || id != null && !running.id().equals(id)) {
            return false;
        }
        interrupted = true;
        return true;
    }

    synchronized boolean delete(String id) {
        return pending.removeIf(item -> item.id().equals(id));
    }

    synchronized void clearPending() {
        pending.clear();
    }

    synchronized void clearHistory() {
        history.clear();
    }

    synchronized void forget(String id) {
        history.remove(id);
    }

    synchronized void free() {
        freeing = true;
    }

    synchronized boolean takeFreeing() {
        boolean wanted = freeing;
        freeing = false;
        return wanted;
    }

    synchronized int remaining() {
        return pending.size() + (running == null ? 0 : 1);
    }

    synchronized ObjectNode queue(boolean extraElements) {
        ObjectNode queue = Json.object();
        ArrayNode now = queue.putArray("queue_running");
        if (running != null) {
            now.add(running.item(extraElements));
        }
        ArrayNode later = queue.putArray("queue_pending");
        // As they lie in the heap.
        pending.forEach(item -> later.add(item.item(extraElements)));
        return queue;
    }

    synchronized ObjectNode history(Predicate<String> wanted, @Nullable Integer most, int offset) {
        ObjectNode found = Json.object();
        int size = history.size();
        int from = offset >= 0 ? offset : most == null ? 0 : Math.max(0, size - most);
        int number = 0;
        for (Map.Entry<String, ObjectNode> entry : history.entrySet()) {
            if (number >= from && (most == null || number < from + most) && wanted.test(entry.getKey())) {
                found.set(entry.getKey(), entry.getValue());
            }
            number++;
        }
        return found;
    }

    /** What is known of a prompt: its entry in the history, or where it waits. */
    record Whereabouts(String status, Optional<JsonNode> entry, Optional<Prompt> prompt) {}

    synchronized Optional<Whereabouts> find(String id) {
        if (history.containsKey(id)) {
            return Optional.of(new Whereabouts("ended", Optional.of(history.get(id)), Optional.empty()));
        }
        if (running != null && running.id().equals(id)) {
            return Optional.of(new Whereabouts("in_progress", Optional.empty(), Optional.of(running)));
        }
        return pending.stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .map(item -> new Whereabouts("pending", Optional.empty(), Optional.of(item)));
    }

    synchronized @Nullable Prompt running() {
        return running;
    }

    synchronized void pause(boolean nothingStarts) {
        paused = nothingStarts;
        notifyAll();
    }

    /** Everything in memory is lost; but for the queue, where somebody has kept it elsewhere. */
    synchronized void restart(boolean queueIsKept) {
        epoch++;
        if (!queueIsKept) {
            pending.clear();
        } else if (running != null) {
            pending.add(running);
        }
        history.clear();
        running = null;
        interrupted = false;
        freeing = false;
        counter = 0;
        notifyAll();
    }

    synchronized boolean awaitTrue(BooleanSupplier condition, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    static String mint() {
        return UUID.randomUUID().toString();
    }
}
