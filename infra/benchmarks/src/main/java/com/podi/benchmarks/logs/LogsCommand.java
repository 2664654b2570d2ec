package com.podi.benchmarks.logs;

import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Pause;
import com.podi.benchmarks.Processor;
import com.podi.benchmarks.Scratch;
import com.podi.benchmarks.load.Load;
import com.podi.parts.Leash;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The log of calls and its statistics when there are a lot of them. */
@Command(
        name = "logs",
        description = "Pages, statistics and export of a large log, and how fast it is written from events.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {

    private static final String LOGS = "/api/admin/abilities/logs";
    private static final String PAGE_GOAL = "p95 < 200";
    private static final String STATISTICS_GOAL = "p95 < 100";

    @Option(names = "--rows", defaultValue = "1000000", description = "of the log; default: ${DEFAULT-VALUE}")
    private long rows;

    @Option(names = "--seconds", defaultValue = "4", description = "of each measurement; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--events", defaultValue = "20000", description = "that are written; default: ${DEFAULT-VALUE}")
    private long events;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Database database = RealParts.postgres().database();
        Path directory = Scratch.directory();
        try (Leash leash = new Leash(directory);
                Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            AbilityService service = new AbilityService(database, leash, directory);
            LogTable table = new LogTable(connection);
            long began = System.nanoTime();
            table.fill(rows);
            System.out.printf("%,d calls of a year in %.0f s%n", rows, (System.nanoTime() - began) / 1e9);
            Processor processor = Processor.watch();
            reads(service);
            reconcile(service);
            export(service);
            write(table);
            System.out.printf(
                    "%nOne connection, %d s each, JDK %d, heap 256 MB; others used %.0f %% of the processors.%n",
                    seconds, Runtime.version().feature(), processor.othersPercent());
        }
        return 0;
    }

    private void reads(AbilityService service) {
        MarkdownTable table = new MarkdownTable("read, %,d calls".formatted(rows), "p50 ms", "p95 ms", "goal");
        Instant day = Instant.now().truncatedTo(ChronoUnit.HOURS);
        page(table, service, "newest calls", n -> "?page=" + (1 + n % 50));
        page(table, service, "… far behind", n -> "?page=" + (1 + (n * 7_919) % Math.max(1, rows / 20)));
        page(table, service, "… of an ability", n -> "?abilityId=ability" + n % LogTable.ABILITIES);
        page(
                table,
                service,
                "… of an ability that failed",
                n -> "?status=failed&abilityId=ability" + 2 * n % LogTable.ABILITIES);
        page(table, service, "… of a provider", n -> "?provider=provider" + n % LogTable.PROVIDERS);
        page(table, service, "… of an executor", n -> "?executorId=executor" + n % LogTable.EXECUTORS);
        page(table, service, "… of a user", n -> "?userId=user" + n % LogTable.USERS);
        String heavy = "?userId=" + LogTable.HEAVY_USER;
        page(table, service, "… of a user with a third of them", n -> heavy);
        page(table, service, "… … far behind", n -> heavy + "&page=" + (1 + (n * 7_919) % Math.max(1, rows / 60)));
        page(table, service, "… … that failed", n -> heavy + "&status=failed");
        page(table, service, "… … of an ability", n -> heavy + "&abilityId=ability" + n % LogTable.ABILITIES);
        page(table, service, "… … of a provider", n -> heavy + "&provider=provider" + n % LogTable.PROVIDERS);
        page(table, service, "… … of an executor", n -> heavy + "&executorId=executor" + n % LogTable.EXECUTORS);
        String rare = "&executorId=" + LogTable.RARE_EXECUTOR;
        page(
                table,
                service,
                "… of an ability on an executor that rarely runs it",
                n -> "?abilityId=" + LogTable.RARE_ABILITY + rare);
        page(
                table,
                service,
                "… of a provider on an executor that rarely runs it",
                n -> "?provider=" + LogTable.RARE_PROVIDER + rare);
        page(table, service, "… that failed", n -> "?status=failed");
        page(table, service, "… of a trace", n -> "?traceId=c4ca4238a0b923820dcc509a6f75849b");
        page(table, service, "… of a week", n -> "?from=%s&to=%s"
                .formatted(day.minus(20 + n % 300, ChronoUnit.DAYS), day.minus(13 + n % 300, ChronoUnit.DAYS)));

        read(table, service, "statistics of an ability", n -> "/api/admin/abilities/ability%d/logs"
                .formatted(n % LogTable.ABILITIES));
        Duration window = Duration.ofSeconds(seconds);
        row(table, "statistics of a user", service.readsOf("user7", "/api/statistics/me", window), STATISTICS_GOAL);
        row(
                table,
                "… with a third of the calls",
                service.readsOf(LogTable.HEAVY_USER, "/api/statistics/me", window),
                STATISTICS_GOAL);
        read(
                table,
                service,
                "abilities, with the statistics of the platform",
                n -> "/api/admin/abilities?status=active");
        read(table, service, "metrics of a day", n -> LOGS + "/metrics?windowHours=24");
        read(table, service, "metrics of a week", n -> LOGS + "/metrics?windowHours=168");
        read(table, service, "metrics of a month", n -> LOGS + "/metrics?windowHours=744");
        System.out.printf("%n%s%n", table);
    }

    private void page(MarkdownTable table, AbilityService service, String what, LongFunction<String> query) {
        LongFunction<String> path = n -> LOGS + query.apply(n);
        service.reads(path, Duration.ofSeconds(seconds).dividedBy(2));
        row(table, what, service.reads(path, Duration.ofSeconds(seconds)), PAGE_GOAL);
    }

    private void read(MarkdownTable table, AbilityService service, String what, LongFunction<String> path) {
        service.reads(path, Duration.ofSeconds(seconds).dividedBy(2));
        row(table, what, service.reads(path, Duration.ofSeconds(seconds)), STATISTICS_GOAL);
    }

    /** Everything anew from the log, which must be what is kept. */
    private static void reconcile(AbilityService service) {
        long began = System.nanoTime();
        String report = service.read("/api/admin/statistics/reconciliation");
        if (!report.contains("\"reconciled\":true")) {
            throw new IllegalStateException(report);
        }
        System.out.printf("%nReconciled in %.1f s.%n", (System.nanoTime() - began) / 1e9);
    }

    private static void row(MarkdownTable table, String what, Load.Result result, String goal) {
        table.row(what, "%.1f".formatted(result.p50Ms()), "%.1f".formatted(result.p95Ms()), goal);
    }

    private void export(AbilityService service) {
        MarkdownTable table = new MarkdownTable("export", "rows", "rows/s", "MB", "live heap grows by MB");
        for (String format : new String[] {"csv", "json"}) {
            AbilityService.Export export = service.export(LOGS + "/export?format=" + format);
            table.row(
                    format,
                    "%,d".formatted(rows),
                    "%,.0f".formatted(rows / export.seconds()),
                    "%,.0f".formatted(export.mb()),
                    "%.1f".formatted(export.grownMb()));
            if (format.equals("csv") && export.lines() != rows + 1) {
                throw new IllegalStateException(export.toString());
            }
        }
        System.out.printf("%n%s%n", table);
    }

    private void write(LogTable table) throws SQLException, InterruptedException {
        if (events == 0) {
            return;
        }
        Events.send(1_000);
        await(table, rows + 1_000);
        long began = System.nanoTime();
        Events.send(events);
        await(table, rows + 1_000 + events);
        System.out.printf("%nWritten from events: %,.0f calls/s%n", events / ((System.nanoTime() - began) / 1e9));
    }

    private static void await(LogTable table, long calls) throws SQLException, InterruptedException {
        while (table.rows() < calls) {
            Pause.ms(100);
        }
    }
}
