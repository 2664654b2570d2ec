package com.podi.ability.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The months of the log: made before they begin, and dropped whole when they are older than anybody wants to know. */
@Component
class LogPartitions implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(LogPartitions.class);

    private static final int MONTHS_AHEAD = 2;
    private static final int FORGOTTEN_AT_ONCE = 10_000;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'ability_invocation_logs_'uuuu_MM");

    private static final String LOCK = "hashtext('ability_invocation_logs are dropped')";

    private static final String PARTITIONS = """
            select c.relname, i.inhrelid is not null as attached, coalesce(i.inhdetachpending, false) as half_detached
            from pg_class c left join pg_inherits i on i.inhrelid = c.oid
            where c.relkind = 'r' and pg_table_is_visible(c.oid)
              and c.relname ~ '^ability_invocation_logs_[0-9]{4}_[0-9]{2}$' and c.relname < ?
            order by c.relname
            """;

    private static final String FORGET = """
            with gone as (delete from %1$s where ctid = any (array(select ctid from %1$s limit %2$d)) returning id)
            delete from invocations where log_id in (select id from gone)
            """;

    /** Those roll-ups are asked for the newest month alone. */
    private static final String FORGET_HOURS = "delete from calls_by_hour where hour < now() - interval '32 days'";

    private static final String FORGET_SIZES =
            "delete from calls_by_size where day < (now() at time zone 'UTC')::date - 32";

    /** Their end went by unheard, and can no longer be told; if it is, it makes its row itself. */
    private static final String FORGET_ENDLESS = """
            delete from invocations where call_id = any (array(
                select call_id from invocations where ended_at is null and queued_at < now() - interval '32 days' limit %d))
            """.formatted(FORGOTTEN_AT_ONCE);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate ownTransaction;
    private final Clock clock;
    private final LogProperties properties;
    private final Set<YearMonth> provided = ConcurrentHashMap.newKeySet();

    LogPartitions(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock, LogProperties properties) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
        this.properties = properties;
    }

    /** Before the first event is heard. */
    @Override
    public void afterPropertiesSet() {
        provideAhead();
    }

    void provideAhead() {
        for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
            provide(thisMonth().plusMonths(ahead));
        }
    }

    /** Also of a month long ago, whose events are heard for the first time; but not of one that nobody can know yet. */
    void provideFor(Instant at) {
        YearMonth month = YearMonth.from(at.atZone(ZoneOffset.UTC));
        if (provided.contains(month)) {
            return;
        }
        if (month.isAfter(thisMonth().plusMonths(MONTHS_AHEAD))) {
            throw new IllegalArgumentException("a call that ends in " + month);
        }
        provide(month);
    }

    private void provide(YearMonth month) {
        ownTransaction.executeWithoutResult(
                status -> jdbc.query("select provide_log_partition(?)", row -> {}, LocalDate.from(month.atDay(1))));
        provided.add(month);
    }

    /** One replica at a time; what it could not finish is finished the next time. */
    void dropExpired() {
        YearMonth kept = thisMonth().minusMonths(properties.retentionMonths());
        jdbc.execute((ConnectionCallback<Void>) connection -> {
            try (Statement statement = connection.createStatement()) {
                if (isTrue(statement, "select pg_try_advisory_lock(" + LOCK + ")")) {
                    try {
                        dropBefore(kept, connection, statement);
                    } finally {
                        statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                    }
                }
            }
            return null;
        });
    }

    private static void dropBefore(YearMonth kept, Connection connection, Statement statement) throws SQLException {
        moveHorizon(kept, connection);
        for (Partition partition : partitionsBefore(kept, connection)) {
            if (partition.attached()) {
                // Whoever reads or writes the log meanwhile is not waited for with a lock that holds up everybody else.
                statement.execute("alter table ability_invocation_logs detach partition %s %s"
                        .formatted(partition.name(), partition.halfDetached() ? "finalize" : "concurrently"));
            }
            while (isNotEmpty(partition.name(), statement)) {
                statement.execute(FORGET.formatted(partition.name(), FORGOTTEN_AT_ONCE));
            }
            statement.execute("drop table " + partition.name());
            log.info("logs dropped: partition={}", partition.name());
        }
        statement.execute(FORGET_HOURS);
        statement.execute(FORGET_SIZES);
        while (statement.executeUpdate(FORGET_ENDLESS) == FORGOTTEN_AT_ONCE) {
            log.debug("more calls to forget whose end was never heard");
        }
    }

    private static void moveHorizon(YearMonth kept, Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update log_horizon set kept_from = ? where kept_from < ?")) {
            Timestamp from =
                    Timestamp.from(kept.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
            update.setTimestamp(1, from);
            update.setTimestamp(2, from);
            update.executeUpdate();
        }
    }

    private record Partition(String name, boolean attached, boolean halfDetached) {}

    private static List<Partition> partitionsBefore(YearMonth kept, Connection connection) throws SQLException {
        List<Partition> partitions = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(PARTITIONS)) {
            query.setString(1, NAME.format(kept));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    partitions.add(new Partition(
                            row.getString("relname"), row.getBoolean("attached"), row.getBoolean("half_detached")));
                }
            }
        }
        return partitions;
    }

    private static boolean isNotEmpty(String partition, Statement statement) throws SQLException {
        return isTrue(statement, "select exists (select from %s)".formatted(partition));
    }

    private static boolean isTrue(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private YearMonth thisMonth() {
        return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    }
}
