package com.podi.wallet.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.wallet.lane.Lanes.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> taken = new ConcurrentHashMap<>();

    @AfterEach
    void callersGo() {
        taken.values().forEach(CountDownLatch::countDown);
        callers.shutdownNow();
    }

    @Test
    void whoWantsSomethingElseIsNotBehindThoseWhoWait() {
        try (WaitingRoom<String, String> room = room(2, 100, PATIENCE)) {
            taken.put("a", new CountDownLatch(1));
            CompletableFuture<String> waits = submit(room, "a", "a1");
            await().until(() -> batches.size() == 1);

            assertThat(room.submit("b", "b1")).isEqualTo("B1");
            assertThat(waits).isNotDone();
            taken.get("a").countDown();
            assertThat(waits.join()).isEqualTo("A1");
        }
    }

    @Test
    void howeverManyWantTheSameOneThreadWaitsForItAndDoesAllTogether() {
        try (WaitingRoom<String, String> room = room(2, 100, PATIENCE)) {
            taken.put("a", new CountDownLatch(1));
            CompletableFuture<String> first = submit(room, "a", "a1");
            await().until(() -> batches.size() == 1);
            List<CompletableFuture<String>> more = Stream.of("a2", "a3", "a4")
                    .map(piece -> submit(room, "a", piece))
                    .toList();

            assertThat(room.submit("b", "b1")).as("a thread is left for others").isEqualTo("B1");
            taken.get("a").countDown();

            assertThat(first.join()).isEqualTo("A1");
            assertThat(more).extracting(CompletableFuture::join).containsExactly("A2", "A3", "A4");
            assertThat(batches).allSatisfy(batch -> assertThat(
                            batch.stream().map(piece -> piece.charAt(0)).distinct())
                    .as("one transaction, one account")
                    .hasSize(1));
        }
    }

    @Test
    void whoFindsTheRoomFullIsRefusedAtOnceAndWhoLosesPatienceIsForgotten() {
        try (WaitingRoom<String, String> room = room(1, 1, Duration.ofMillis(300))) {
            taken.put("a", new CountDownLatch(1));
            CompletableFuture<String> first = submit(room, "a", "a1");
            await().until(() -> batches.size() == 1);
            CompletableFuture<String> second = submit(room, "b", "b1");

            await().untilAsserted(() ->
                    assertThatThrownBy(() -> room.submit("c", "c1")).hasMessage("too busy"));
            assertThat(Stream.of(first, second))
                    .allSatisfy(late -> assertThatThrownBy(late::join).hasRootCauseMessage("too busy"));
            taken.get("a").countDown();

            await().untilAsserted(() -> assertThat(room.submit("d", "d1")).isEqualTo("D1"));
            assertThat(batches).doesNotContain(List.of("b1"));
        }
    }

    private CompletableFuture<String> submit(WaitingRoom<String, String> room, String thing, String piece) {
        return CompletableFuture.supplyAsync(() -> room.submit(thing, piece), callers);
    }

    private WaitingRoom<String, String> room(int threads, int waiting, Duration patience) {
        return new WaitingRoom<>(
                "test",
                new Settings(threads, waiting, 100, patience),
                new Work<>(this::upperCase, failure -> true),
                () -> new IllegalStateException("too busy"));
    }

    private List<Outcome<String>> upperCase(List<String> batch) {
        batches.add(List.copyOf(batch));
        try {
            taken.getOrDefault(batch.get(0).substring(0, 1), new CountDownLatch(0))
                    .await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return batch.stream()
                .map(piece -> new Outcome<>(piece.toUpperCase(), null))
                .toList();
    }
}
