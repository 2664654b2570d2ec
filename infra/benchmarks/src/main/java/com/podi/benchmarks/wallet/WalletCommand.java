package com.podi.benchmarks.wallet;

import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
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
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Freeze and confirm over HTTP beside the same in plain SQL; and reading when there is a lot to read. */
@Command(
        name = "wallet",
        description = "The wallet beside pgbench on the same PostgreSQL, and its reads over a large ledger.",
        mixinStandardHelpOptions = true)
public final class WalletCommand implements Callable<Integer> {

    private static final int ACCOUNTS = 10_000;
    private static final int FEW = 32;
    private static final int MANY = 128;
    private static final int LANES = 1;
    private static final int ROWS_AT_ONCE = 500_000;
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "8", description = "of each measurement; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--lanes", defaultValue = "" + LANES, description = "of the service; default: ${DEFAULT-VALUE}")
    private int lanes;

    @Option(
            names = "--rows",
            defaultValue = "10000000",
            description = "of the ledger that is read; default: ${DEFAULT-VALUE}")
    private long rows;

    @Override
    public Integer call() throws SQLException {
        Database database = RealParts.postgres().database();
        Path directory = Scratch.directory();
        try (Leash leash = new Leash(directory)) {
            Wallet wallet = new Wallet(database, leash, directory, lanes);
            try (Connection connection =
                            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                    Statement statement = connection.createStatement()) {
                Filling.accounts(statement, ACCOUNTS);
                if (rounds > 0) {
                    writes(wallet, new Wallet(database, leash, directory, 0), new Pgbench(database));
                }
                if (rows > 0) {
                    fill(statement);
                    reads(wallet);
                }
            }
        }
        return 0;
    }

    private void writes(Wallet wallet, Wallet ungathered, Pgbench pgbench) {
        Duration window = Duration.ofSeconds(seconds);
        for (int accounts : new int[] {ACCOUNTS, 1}) {
            wallet.pairs(MANY, accounts, WARM_UP);
        }
        ungathered.pairs(FEW, ACCOUNTS, WARM_UP.multipliedBy(2));

        Medians figures = new Medians();
        Processor processor = Processor.watch();
        for (int round = 0; round < rounds; round++) {
            for (int accounts : new int[] {ACCOUNTS, 1}) {
                figures.add("sql " + accounts, pgbench.run(FEW, accounts, window));
                for (int clients : new int[] {FEW, MANY}) {
                    Load.Result ours = wallet.pairs(clients, accounts, window);
                    String what = accounts + " " + clients;
                    figures.add("rate " + what, ours.perSecond() / 2);
                    figures.add("p50 " + what, ours.p50Ms());
                    figures.add("p99 " + what, ours.p99Ms());
                }
            }
            figures.add(
                    "gathered", wallet.pairs(1, ACCOUNTS, window.dividedBy(2)).p50Ms());
            figures.add(
                    "ungathered",
                    ungathered.pairs(1, ACCOUNTS, window.dividedBy(2)).p50Ms());
        }
        double others = processor.othersPercent();

        MarkdownTable table = new MarkdownTable(
                "accounts",
                "connections",
                "pairs/s",
                "raw SQL, 32 clients",
                "ratio",
                "goal",
                "p50 ms",
                "p99 ms",
                "goal ");
        row(table, figures, ACCOUNTS, FEW, "W1 ≥ 0.7", "W3 ≤ 10");
        row(table, figures, ACCOUNTS, MANY, "W1 ≥ 1.0", "W3 ≤ 25");
        row(table, figures, 1, FEW, "W2 ≥ 2.5", "W3 ≤ 10");
        row(table, figures, 1, MANY, "W2 ≥ 4.0", "W3 ≤ 25");
        System.out.printf(
                "%n%s%n%nA lone client: p50 %.2f ms gathered, %.2f ms not (W3: adds < 0.2 ms). Medians of %d rounds of %d s,"
                        + " lanes: %d, JDK %d; others used %.0f %% of the processors.%n",
                table,
                figures.of("gathered"),
                figures.of("ungathered"),
                rounds,
                seconds,
                lanes,
                Runtime.version().feature(),
                others);
    }

    private static void row(
            MarkdownTable table, Medians figures, int accounts, int clients, String rateGoal, String timeGoal) {
        String what = accounts + " " + clients;
        double raw = figures.of("sql " + accounts);
        table.row(
                "%,d".formatted(accounts),
                Integer.toString(clients),
                "%,.0f".formatted(figures.of("rate " + what)),
                "%,.0f".formatted(raw),
                "%.2f".formatted(figures.of("rate " + what) / raw),
                rateGoal,
                "%.1f".formatted(figures.of("p50 " + what)),
                "%.1f".formatted(figures.of("p99 " + what)),
                timeGoal);
    }

    private void reads(Wallet wallet) {
        Duration window = Duration.ofSeconds(seconds);
        String ofUser = "userId=reader";
        String last = "/api/wallet/v1/transactions?%s&pageSize=100&page=%d".formatted(ofUser, rows / 100);
        MarkdownTable table =
                new MarkdownTable("read, %,d ledger rows of the user".formatted(rows), "p50 ms", "p99 ms", "goal");
        Processor processor = Processor.watch();
        read(table, "statistics", wallet, "/api/wallet/v1/statistics?" + ofUser, window);
        read(table, "first page of transactions", wallet, "/api/wallet/v1/transactions?" + ofUser, window);
        if (rows / 100 <= 1_000_000) {
            read(table, "last page of transactions", wallet, last, window);
        }
        System.out.printf("%n%s%n%nOthers used %.0f %% of the processors.%n", table, processor.othersPercent());
    }

    private static void read(MarkdownTable table, String what, Wallet wallet, String path, Duration window) {
        wallet.reads(path, window.dividedBy(2));
        Load.Result result = wallet.reads(path, window);
        table.row(what, "%.2f".formatted(result.p50Ms()), "%.2f".formatted(result.p99Ms()), "W7 ≤ 5");
    }

    /** As many grants over a year; what they add up to is what the wallet would have kept. */
    private void fill(Statement statement) throws SQLException {
        Filling.unguarded(statement, () -> fillLedger(statement));
        statement.execute("vacuum analyze ledger_entries");
    }

    private void fillLedger(Statement statement) throws SQLException {
        statement.execute("insert into accounts (user_id) values ('reader')");
        for (long first = 1; first <= rows; first += ROWS_AT_ONCE) {
            statement.execute("""
                    insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta,
                                                balance_after, reason, created_at)
                    select 'read-' || lpad(n::text, 10, '0'), 'reader', n, 'GRANT', 1, 0, n, 'benchmark',
                           now() - interval '365 days' * (1 - n::float8 / %1$d)
                    from generate_series(%2$d, %3$d) n
                    """.formatted(rows, first, Math.min(rows, first + ROWS_AT_ONCE - 1)));
        }
        statement.execute("""
                insert into points_by_day
                select 'reader', (created_at at time zone 'UTC')::date, 0, count(*) from ledger_entries
                where user_id = 'reader' group by 2
                """);
        statement.execute(
                "insert into spent_by_action select 'reader', 'action' || n, n from generate_series(1, 20) n");
        statement.execute("""
                update accounts set available_points = %1$d - 210, granted_points = %1$d, spent_points = 210,
                                    entry_count = %1$d
                where user_id = 'reader'
                """.formatted(rows));
    }
}
