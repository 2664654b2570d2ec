package com.podi.benchmarks.events;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Pause;
import com.podi.benchmarks.Processor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** O1: whether every event arrives, in the order of its aggregate, and has its effect once, whoever is killed meanwhile. */
final class Kills {

    private static final int RELAYS = 2;
    private static final int EVENTS_EACH = 2;
    private static final int LONGEST_LIFE_MS = 3_000;
    private static final int LONGEST_ABSENCE_MS = 3_000;
    private static final long LOOK_EVERY_MS = 250;
    private static final Duration STANDSTILL = Duration.ofSeconds(90);

    private final int kills;
    private final int pace;
    private final long seed;
    private final Random random;
    private final Map<String, Integer> killed = new TreeMap<>();

    Kills(int kills, int pace, long seed) {
        this.kills = kills;
        this.pace = pace;
        this.seed = seed;
        this.random = new Random(seed);
    }

    private record Victim(String name, Stage.Member member) {}

    void measure(int writers, int aggregates) {
        try (Stage stage = new Stage(writers, aggregates)) {
            Books books = stage.books();
            List<Victim> victims = new ArrayList<>();
            for (int number = 1; number <= RELAYS; number++) {
                victims.add(new Victim("relay", stage.publisher(number)));
            }
            victims.add(new Victim("broker", stage.broker()));
            victims.add(new Victim("consumer", stage.consumer()));
            Processor processor = Processor.watch();
            books.order(pace, EVENTS_EACH);
            for (int kill = 0; kill < kills; kill++) {
                kill(victims.get(random.nextInt(victims.size())));
            }
            Pause.ms(LONGEST_LIFE_MS);
            books.orderQuiet();
            Pause.ms(1_000);
            long behind = books.written() - books.distinctEffects();
            long began = System.nanoTime();
            awaitArrival(books, stage);
            double seconds = (System.nanoTime() - began) / 1e9;
            show(books, Topic.read(stage.bootstrapServers()), behind, seconds, processor.othersPercent());
        }
    }

    private void kill(Victim victim) {
        Pause.ms(random.nextInt(LONGEST_LIFE_MS));
        killed.merge(victim.name(), 1, Integer::sum);
        victim.member().kill();
        Pause.ms(random.nextInt(LONGEST_ABSENCE_MS));
        victim.member().start();
    }

    /** Until the outbox is empty and the consumer has read all, or nothing moves any more. */
    private static void awaitArrival(Books books, Stage stage) {
        long moved = System.nanoTime();
        String before = "";
        while (books.backlog() > 0 || Topic.lag(stage.bootstrapServers(), Stage.CONSUMER) > 0) {
            String now = books.backlog() + " " + books.effects();
            if (!now.equals(before)) {
                moved = System.nanoTime();
                before = now;
            } else if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                System.err.println("nothing has moved for " + STANDSTILL + ": backlog and effects " + now);
                return;
            }
            Pause.ms(LOOK_EVERY_MS);
        }
    }

    private void show(Books books, Topic topic, long behind, double seconds, double others) {
        long written = books.written();
        long effects = books.effects();
        long distinct = books.distinctEffects();
        long outOfOrder = books.effectsOutOfOrder();
        MarkdownTable table = new MarkdownTable(
                "O1: %d × kill -9, %s".formatted(kills, killed),
                "events",
                "lost",
                "doubled effects",
                "out of order in their aggregate",
                "sent again");
        table.row(
                "in the topic",
                "%,d".formatted(topic.events()),
                "%,d".formatted(written - topic.events()),
                "",
                "%,d".formatted(topic.outOfOrder()),
                "%,d".formatted(topic.repeated()));
        table.row(
                "effects at the consumer",
                "%,d".formatted(effects),
                "%,d".formatted(written - distinct),
                "%,d".formatted(effects - distinct),
                "%,d".formatted(outOfOrder),
                "");
        boolean kept = written > 0
                && topic.events() == written
                && topic.outOfOrder() == 0
                && distinct == written
                && effects == distinct
                && outOfOrder == 0;
        System.out.printf(
                "%n%s%n%nAll of %,d events once and in order: %s. %d relaying processes wrote %d transactions a second each"
                        + " with one or two events, %,d of them failed; when they stopped, %,d events had no effect yet, and"
                        + " after %.1f s all that arrived had (%,.0f events/s). Seed %d; others used %.0f %% of the processors.%n",
                table,
                written,
                Goal.word(kept),
                RELAYS,
                pace,
                books.failures(),
                behind,
                seconds,
                behind / seconds,
                seed,
                others);
    }
}
