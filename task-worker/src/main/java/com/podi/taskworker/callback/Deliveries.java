package com.podi.taskworker.callback;

import com.podi.taskworker.chore.Hurry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Callbacks on their way. Whoever takes one has it under a lease; what is written of it names the attempt, so that a
 * sender that was thought dead and comes back writes nothing. All times are the database's.
 */
@Repository
class Deliveries {

    /** Answered from an index, whatever waits for later. */
    static final String SOMETHING_IS_DUE =
            "exists (select from callback_deliveries where status = 'waiting' and due_at <= now())";

    /** How many of one user go to the same target at once, over all replicas: one that hangs takes no more senders. */
    static final int MOST_ON_ONE_LINE = 4;

    private static final int MOST_OF_ONE_USER = 8;
    private static final int MOST_TO_ONE_TARGET = 8;

    private static final int TRIES_SHOWN = 20;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher publisher;

    Deliveries(JdbcClient jdbc, ApplicationEventPublisher publisher) {
        this.jdbc = jdbc;
        this.publisher = publisher;
    }

    /** Takes what is due and keeps everybody else from it for a while; users and their targets take turns. */
    @Transactional
    public List<Delivery> take(int limit, Duration lease) {
        if (!jdbc.sql("select " + SOMETHING_IS_DUE).query(Boolean.class).single()) {
            return List.of();
        }
        // Whoever counts what is under way must not be overtaken by another one who counts.
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('callbacks', 0))")
                .query()
                .singleRow();
        return jdbc.sql("""
                        with recursive lines (user_id, target) as (
                            (select user_id, target from callback_deliveries where status = 'waiting'
                             order by user_id, target limit 1)
                            union all
                            select next.user_id, next.target from lines cross join lateral (
                                select user_id, target from callback_deliveries
                                where status = 'waiting' and (user_id, target) > (lines.user_id, lines.target)
                                order by user_id, target limit 1) as next
                        ), busy as materialized (
                            select user_id, target from callback_deliveries where lease_until > now()
                        ), first_ones as materialized (
                            select lines.user_id, lines.target, delivery_id, due_at,
                                   (select count(*) from busy
                                    where busy.user_id = lines.user_id and busy.target = lines.target)
                                       + row_number() over (partition by lines.user_id, lines.target
                                                            order by due_at, delivery_id) as place
                            from lines cross join lateral (
                                select delivery_id, due_at from callback_deliveries as delivery
                                where status = 'waiting' and delivery.user_id = lines.user_id
                                  and delivery.target = lines.target and due_at <= now()
                                order by due_at, delivery_id limit :line) as due
                        ), placed as (
                            select delivery_id, due_at,
                                   (select count(*) from busy where busy.user_id = first_ones.user_id)
                                       + row_number() over (partition by user_id order by place, due_at, delivery_id)
                                       as user_place,
                                   (select count(*) from busy where busy.target = first_ones.target)
                                       + row_number() over (partition by target order by place, due_at, delivery_id)
                                       as target_place
                            from first_ones where place <= :line
                        ), turns as materialized (
                            select delivery_id from placed where user_place <= :user and target_place <= :target
                            order by user_place, due_at, delivery_id limit :limit
                        ), taken as (
                            update callback_deliveries as delivery
                            set attempt = attempt + 1, lease_until = now() + make_interval(secs => :lease),
                                due_at = now() + make_interval(secs => :lease)
                            from turns
                            where delivery.delivery_id = turns.delivery_id and status = 'waiting' and due_at <= now()
                            returning delivery.*
                        ), begun as (
                            insert into callback_tries (delivery_id, attempt) select delivery_id, attempt from taken
                        )
                        select * from taken
                        """)
                .param("line", MOST_ON_ONE_LINE)
                .param("user", MOST_OF_ONE_USER)
                .param("target", MOST_TO_ONE_TARGET)
                .param("limit", limit)
                .param("lease", seconds(lease))
                .query((row, number) -> new Delivery(
                        row.getString("delivery_id"),
                        row.getString("task_id"),
                        row.getString("user_id"),
                        row.getInt("attempt"),
                        row.getInt("round_from"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    /** @return false if the lease was lost, and nothing is written */
    @Transactional
    public boolean end(Delivery delivery, Outcome outcome, DeliveryStatus status) {
        return tried(delivery, outcome, status, Duration.ZERO);
    }

    /** @return false if the lease was lost, and nothing is written */
    @Transactional
    public boolean postpone(Delivery delivery, Outcome outcome, Duration delay) {
        return tried(delivery, outcome, DeliveryStatus.WAITING, delay);
    }

    private boolean tried(Delivery delivery, Outcome outcome, DeliveryStatus status, Duration delay) {
        int written = jdbc.sql("""
                        update callback_deliveries
                        set status = :status, lease_until = null, due_at = now() + make_interval(secs => :delay),
                            ended_at = case when :status = 'waiting' then null else now() end
                        where delivery_id = :id and attempt = :attempt and lease_until is not null
                        """)
                .param("status", status.word())
                .param("delay", seconds(delay))
                .param("id", delivery.deliveryId())
                .param("attempt", delivery.attempt())
                .update();
        if (written == 1) {
            jdbc.sql("""
                            update callback_tries set http_status = :httpStatus, reason = :reason, duration_ms = :durationMs
                            where delivery_id = :id and attempt = :attempt
                            """)
                    .param("httpStatus", outcome.httpStatus())
                    .param(
                            "reason",
                            outcome.reason() == null ? null : outcome.reason().word())
                    .param("durationMs", outcome.duration().toMillis())
                    .param("id", delivery.deliveryId())
                    .param("attempt", delivery.attempt())
                    .update();
        }
        return written == 1;
    }

    /** Has it sent once more, at once and with as many tries as a new one; one that is being sent is left alone. */
    @Transactional
    public void redeliver(String deliveryId) {
        jdbc.sql("""
                        update callback_deliveries
                        set status = 'waiting', round_from = attempt, due_at = now(), lease_until = null, ended_at = null
                        where delivery_id = ? and (lease_until is null or lease_until <= now())
                        """).param(deliveryId).update();
        publisher.publishEvent(new Hurry(CallbackChore.class));
    }

    /**
     * A delivery as it stands in the table.
     *
     * @param sending whether somebody is at it
     */
    record Row(
            String deliveryId,
            String userId,
            String taskId,
            String type,
            String target,
            DeliveryStatus status,
            int attempt,
            boolean sending,
            Instant dueAt,
            Instant createdAt,
            @Nullable Instant endedAt,
            List<Try> tries) {}

    /** A try without status and reason is under way, or its sender did not live to tell. */
    record Try(
            int attempt,
            Instant startedAt,
            @Nullable Integer httpStatus,
            @Nullable String reason,
            @Nullable Long durationMs) {}

    private static final String ROWS =
            "select *, coalesce(lease_until > now(), false) as sending from callback_deliveries";

    @Transactional(readOnly = true)
    public Optional<Row> find(String deliveryId) {
        return withTries(jdbc.sql(ROWS + " where delivery_id = ?")
                        .param(deliveryId)
                        .query(Deliveries::row)
                        .list())
                .stream()
                .findFirst();
    }

    /** Which deliveries are wanted; what is absent does not matter. */
    record Filter(
            String userId,
            @Nullable String taskId,
            @Nullable DeliveryStatus status) {}

    /** Newest first. */
    @Transactional(readOnly = true)
    public List<Row> list(Filter filter, int limit, long offset) {
        return withTries(
                filtered(ROWS, "order by created_at desc, delivery_id desc limit :limit offset :offset", filter)
                        .param("limit", limit)
                        .param("offset", offset)
                        .query(Deliveries::row)
                        .list());
    }

    @Transactional(readOnly = true)
    public long count(Filter filter) {
        return filtered("select count(*) from callback_deliveries", "", filter)
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec filtered(String select, String tail, Filter filter) {
        return jdbc.sql(select + """
                         where user_id = :userId
                           and (:taskId::text is null or task_id = :taskId)
                           and (:status::text is null or status = :status)
                        """ + tail)
                .param("userId", filter.userId())
                .param("taskId", filter.taskId())
                .param(
                        "status",
                        filter.status() == null ? null : filter.status().word());
    }

    private List<Row> withTries(List<Row> rows) {
        record TryOf(String deliveryId, Try one) {}
        Map<String, List<Try>> tries = jdbc
                .sql("""
                        select callback_tries.* from unnest(?::text[]) as wanted (delivery_id)
                        cross join lateral (select * from callback_tries
                                            where callback_tries.delivery_id = wanted.delivery_id
                                            order by attempt desc limit ?) as callback_tries
                        order by delivery_id, attempt
                        """)
                .params(rows.stream().map(Row::deliveryId).toArray(String[]::new), TRIES_SHOWN)
                .query((row, number) -> new TryOf(row.getString("delivery_id"), tryOf(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        TryOf::deliveryId, Collectors.mapping(TryOf::one, Collectors.toUnmodifiableList())));
        return rows.stream()
                .map(row -> new Row(
                        row.deliveryId(),
                        row.userId(),
                        row.taskId(),
                        row.type(),
                        row.target(),
                        row.status(),
                        row.attempt(),
                        row.sending(),
                        row.dueAt(),
                        row.createdAt(),
                        row.endedAt(),
                        tries.getOrDefault(row.deliveryId(), List.of())))
                .toList();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Timestamp endedAt = row.getTimestamp("ended_at");
        return new Row(
                row.getString("delivery_id"),
                row.getString("user_id"),
                row.getString("task_id"),
                row.getString("type"),
                row.getString("target"),
                DeliveryStatus.of(row.getString("status")),
                row.getInt("attempt"),
                row.getBoolean("sending"),
                row.getTimestamp("due_at").toInstant(),
                row.getTimestamp("created_at").toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                List.of());
    }

    private static Try tryOf(ResultSet row) throws SQLException {
        return new Try(
                row.getInt("attempt"),
                row.getTimestamp("started_at").toInstant(),
                row.getObject("http_status", Integer.class),
                row.getString("reason"),
                row.getObject("duration_ms", Long.class));
    }

    /**
     * What is not delivered.
     *
     * @param oldest how long the one has waited that could be sent and has waited longest
     * @param exhausted those given up within a day
     */
    record Backlog(long waiting, Duration oldest, long exhausted) {}

    @Transactional(readOnly = true)
    public Backlog backlog() {
        return jdbc.sql("""
                        select (select count(*) from callback_deliveries where status = 'waiting') as waiting,
                               coalesce(extract(epoch from now() - (
                                   select min(due_at) from callback_deliveries
                                   where status = 'waiting' and due_at <= now())), 0) as oldest,
                               (select count(*) from callback_deliveries
                                where status = 'exhausted' and ended_at > now() - interval '1 day') as exhausted
                        """)
                .query((row, number) -> new Backlog(
                        row.getLong("waiting"),
                        Duration.ofMillis((long) (row.getDouble("oldest") * 1000)),
                        row.getLong("exhausted")))
                .single();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
