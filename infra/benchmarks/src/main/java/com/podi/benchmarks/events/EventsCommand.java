package com.podi.benchmarks.events;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** O1: events while the broker is away, and while broker, relay and consumer are killed. */
@Command(
        name = "events",
        description = "Writing with the broker away beside writing with it there; and events over many kills.",
        mixinStandardHelpOptions = true)
public final class EventsCommand implements Callable<Integer> {

    /** What can be measured by itself. */
    enum Part {
        /** The rate of writing without the broker, and the backlog afterwards. */
        AWAY,
        /** Every event once and in order, whoever is killed. */
        KILLS
    }

    @Option(names = "--parts", split = ",", defaultValue = "AWAY,KILLS", description = "default: ${DEFAULT-VALUE}")
    private Set<Part> parts;

    @Option(names = "--rounds", defaultValue = "3", description = "AWAY: default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "AWAY: measured with the broker there; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--away-seconds",
            defaultValue = "60",
            description = "AWAY: measured with the broker away; default: ${DEFAULT-VALUE}")
    private int awaySeconds;

    @Option(
            names = "--drain-seconds",
            defaultValue = "120",
            description = "AWAY: how long the backlog is watched at most; default: ${DEFAULT-VALUE}")
    private int drainSeconds;

    @Option(names = "--warm-up-seconds", defaultValue = "20", description = "AWAY: default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(
            names = "--pace",
            defaultValue = "0",
            description = "AWAY: transactions a second, 0 for as many as there can be; default: ${DEFAULT-VALUE}")
    private int pace;

    @Option(
            names = "--writers",
            defaultValue = "8",
            description = "transactions at once of a publisher; default: ${DEFAULT-VALUE}")
    private int writers;

    @Option(names = "--aggregates", defaultValue = "10000", description = "default: ${DEFAULT-VALUE}")
    private int aggregates;

    @Option(names = "--kills", defaultValue = "20", description = "KILLS: default: ${DEFAULT-VALUE}")
    private int kills;

    @Option(
            names = "--kills-pace",
            defaultValue = "100",
            description = "KILLS: transactions a second of each of two publishers; default: ${DEFAULT-VALUE}")
    private int killsPace;

    @Option(names = "--seed", description = "KILLS: who is killed when; default: another one each time")
    private @Nullable Long seed;

    @Override
    public Integer call() {
        if (parts.contains(Part.AWAY)) {
            new Away(
                            rounds,
                            Duration.ofSeconds(seconds),
                            Duration.ofSeconds(awaySeconds),
                            Duration.ofSeconds(drainSeconds),
                            pace)
                    .measure(writers, aggregates, Duration.ofSeconds(warmUpSeconds));
        }
        if (parts.contains(Part.KILLS)) {
            // So few that each has several events, and those killed in the middle of one are not the only ones.
            new Kills(kills, killsPace, seed == null ? System.nanoTime() : seed)
                    .measure(writers, Math.min(aggregates, 200));
        }
        return 0;
    }
}
