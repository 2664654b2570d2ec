package com.podi.benchmarks.gateway;

import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Processor;
import com.podi.testsupport.TestTokens;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What our checks, limits and traces cost, and that large bodies pass without being kept. */
@Command(
        name = "gateway",
        description = "Our gateway beside a bare one and nginx; and what large bodies and streams do to its heap.",
        mixinStandardHelpOptions = true)
public final class GatewayCommand implements Callable<Integer> {

    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP_WINDOW = Duration.ofSeconds(6);
    private static final String PATH = "/api/media/v1/objects";
    private static final double RATE_GOAL = 0.75;
    private static final double ADDED_MS_GOAL = 0.4;

    @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "of each measurement; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() {
        try (Streams streams = new Streams();
                Contestants contestants = new Contestants(streams.uri())) {
            try {
                speed(contestants);
                new PassingThrough(contestants).measure();
            } catch (IllegalStateException failed) {
                System.err.println(contestants.complaints());
                throw failed;
            }
        }
        return 0;
    }

    private void speed(Contestants contestants) {
        Wrk wrk = new Wrk();
        String token = TestTokens.start().user("ann");
        Map<String, URI> sides = new LinkedHashMap<>();
        sides.put("ours", contestants.ours());
        sides.put("bare", contestants.bare());
        sides.put("nginx", contestants.proxy());
        sides.put("direct", contestants.behind());
        sides.replaceAll((side, uri) -> uri.resolve(PATH));
        warmUp(wrk, contestants.ours().resolve(PATH), token);
        warmUp(wrk, contestants.bare().resolve(PATH), token);
        contestants.pin();
        sides.values().forEach(uri -> wrk.run(uri, token, CONNECTIONS, WARM_UP_WINDOW));

        Medians rate = new Medians();
        Medians p50 = new Medians();
        Medians p99 = new Medians();
        Medians alone = new Medians();
        Processor processor = Processor.watch();
        for (int round = 0; round < rounds; round++) {
            sides.forEach((side, uri) -> {
                Wrk.Result many = wrk.run(uri, token, CONNECTIONS, Duration.ofSeconds(seconds));
                rate.add(side, many.perSecond());
                p50.add(side, many.p50Ms());
                p99.add(side, many.p99Ms());
                alone.add(
                        side,
                        wrk.run(uri, token, 1, Duration.ofSeconds(seconds)).p50Ms());
            });
        }

        MarkdownTable table = new MarkdownTable(
                "", "requests/s, 32 connections", "from – to", "p50 ms", "p99 ms", "p50 ms, 1 connection");
        sides.keySet()
                .forEach(side -> table.row(
                        names().get(side),
                        "%,.0f".formatted(rate.of(side)),
                        "%,.0f – %,.0f".formatted(rate.range(side)[0], rate.range(side)[1]),
                        "%.2f".formatted(p50.of(side)),
                        "%.2f".formatted(p99.of(side)),
                        "%.3f".formatted(alone.of(side))));
        double share = rate.of("ours") / rate.of("bare");
        double added = alone.of("ours") - alone.of("direct");
        System.out.println(table);
        System.out.printf(
                "%nJDK %d, one core each, medians of %d rounds; others used %.1f %% of the machine.%n",
                contestants.jdk().major(), rounds, processor.othersPercent());
        System.out.printf("Ours / bare: %.2f (goal: at least %.2f).%n", share, RATE_GOAL);
        System.out.printf("Added at one connection, p50: %.3f ms (goal: at most %.1f).%n%n", added, ADDED_MS_GOAL);
    }

    /** Until it has not become faster for three windows. */
    private static void warmUp(Wrk wrk, URI uri, String token) {
        double best = 0;
        int windowsWithoutGain = 0;
        while (windowsWithoutGain < 3) {
            double rate = wrk.run(uri, token, CONNECTIONS, WARM_UP_WINDOW).perSecond();
            windowsWithoutGain = rate > best ? 0 : windowsWithoutGain + 1;
            best = Math.max(best, rate);
        }
    }

    private static Map<String, String> names() {
        return Map.of(
                "ours", "our gateway: tokens, limits, traces, metrics",
                "bare", "bare Spring Cloud Gateway",
                "nginx", "nginx as a proxy",
                "direct", "no proxy");
    }
}
