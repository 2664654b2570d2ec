package com.podi.benchmarks.events;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Pause;
import com.podi.benchmarks.Processor;
import java.time.Duration;

/** O1: what it costs those who write that the broker is away, and how the backlog goes afterwards. */
final class Away {

    private static final double GOAL = 0.95;
    private static final long LOOK_EVERY_MS = 100;
    private static final int FLAT_OUT = -1;

    private final int rounds;
    private final Duration there;
    private final Duration away;
    private final Duration patience;
    private final int pace;
    private final Medians figures = new Medians();
    private long givenUp;

    /**
     * @param there how long is measured with the broker
     * @param away how long is measured without
     * @param patience how long it is watched how the backlog drains; what is left then is given up
     * @param pace transactions a second; as many as there can be with 0
     */
    Away(int rounds, Duration there, Duration away, Duration patience, int pace) {
        this.rounds = rounds;
        this.there = there;
        this.away = away;
        this.patience = patience;
        this.pace = pace == 0 ? FLAT_OUT : pace;
    }

    void measure(int writers, int aggregates, Duration warmUp) {
        try (Stage stage = new Stage(writers, aggregates)) {
            Books books = stage.books();
            stage.publisher(1);
            write(books, warmUp);
            books.orderQuiet();
            drain(books);
            figures.forget();
            Processor processor = Processor.watch();
            for (int round = 0; round < rounds; round++) {
                round(stage, books);
            }
            double others = processor.othersPercent();
            show(writers, aggregates, others, books.written(), Topic.read(stage.bootstrapServers()), books.failures());
        }
    }

    private void round(Stage stage, Books books) {
        figures.add("there", write(books, there));
        figures.add("backlog there", books.backlog());
        stage.broker().kill();
        figures.add("away", write(books, away));
        books.orderQuiet();
        stage.broker().start();
        drain(books);
    }

    /** @return events a second; the publisher goes on afterwards */
    private double write(Books books, Duration duration) {
        books.order(pace, 1);
        // Until the order is heard, and what was held up when the broker went goes on.
        Pause.ms(500);
        long before = books.written();
        long began = System.nanoTime();
        Pause.ms(duration.toMillis());
        long written = books.written() - before;
        return written / ((System.nanoTime() - began) / 1e9);
    }

    private void drain(Books books) {
        long waiting = books.backlog();
        long began = System.nanoTime();
        long deadline = began + patience.toNanos();
        long left = waiting;
        while (left > 0 && System.nanoTime() < deadline) {
            Pause.ms(LOOK_EVERY_MS);
            left = books.backlog();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        figures.add("backlog", waiting);
        figures.add("seconds", seconds);
        figures.add("drained", waiting - left);
        figures.add("drain", (waiting - left) / seconds);
        givenUp += books.clearBacklog();
    }

    private void show(int writers, int aggregates, double others, long written, Topic topic, long failures) {
        double ratio = figures.of("away") / figures.of("there");
        MarkdownTable rates = new MarkdownTable(
                "O1: transactions that publish an event, %d at once".formatted(writers),
                "a second",
                "from – to",
                "waiting for the broker at the end");
        row(rates, "broker there, %d s".formatted(there.toSeconds()), "there", "backlog there");
        row(rates, "broker away, %d s".formatted(away.toSeconds()), "away", "backlog");
        MarkdownTable relayed = new MarkdownTable(
                "O1: the backlog, the broker back, nobody writes", "events", "s", "events/s", "from – to");
        double[] range = figures.range("drain");
        relayed.row(
                "sent, watched for at most %d s".formatted(patience.toSeconds()),
                "%,.0f".formatted(figures.of("drained")),
                "%.1f".formatted(figures.of("seconds")),
                "%,.0f".formatted(figures.of("drain")),
                "%,.0f – %,.0f".formatted(range[0], range[1]));
        relayed.row(
                "all of it, at that rate",
                "%,.0f".formatted(figures.of("backlog")),
                "%,.1f".formatted(figures.of("backlog") / figures.of("drain")),
                "",
                "");
        System.out.printf(
                "%n%s%n%nAway / there: %.3f (goal: at least %.2f; %s). %,d transactions failed. Medians of %d rounds, %,d"
                        + " aggregates; others used %.0f %% of the processors.%n%n%s%n%nOf %,d events written %,d were still"
                        + " waiting when a measurement was over, and were given up; %,d are in the topic, %,d records more than"
                        + " that, %,d events out of order in their aggregate.%n",
                rates,
                ratio,
                GOAL,
                Goal.word(ratio >= GOAL),
                failures,
                rounds,
                aggregates,
                others,
                relayed,
                written,
                givenUp,
                topic.events(),
                topic.repeated(),
                topic.outOfOrder());
    }

    private void row(MarkdownTable table, String name, String rate, String backlog) {
        double[] range = figures.range(rate);
        table.row(
                name,
                "%,.0f".formatted(figures.of(rate)),
                "%,.0f – %,.0f".formatted(range[0], range[1]),
                "%,.0f".formatted(figures.of(backlog)));
    }
}
