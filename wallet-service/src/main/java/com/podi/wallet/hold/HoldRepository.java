package com.podi.wallet.hold;

import com.podi.wallet.database.RoundTrip;
import com.podi.wallet.hold.Hold.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Holds are read for a decision, and written, only while the account of their user is locked. */
@Repository
class HoldRepository {

    private static final String COLUMNS =
            "hold_id, frozen_by, user_id, task_id, action, channel, points, charged_points, status, expires_at";

    private static final RowMapper<Hold> ROW = (row, number) -> new Hold(
            row.getString("hold_id"),
            new Key(
                    row.getString("frozen_by"),
                    row.getString("user_id"),
                    row.getString("task_id"),
                    row.getString("action")),
            row.getString("channel"),
            row.getLong("points"),
            row.getLong("charged_points"),
            HoldStatus.valueOf(row.getString("status")),
            row.getTimestamp("expires_at").toInstant());

    private final JdbcClient jdbc;

    HoldRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void findById(RoundTrip read, String[] holdIds, Consumer<Hold> found) {
        read.query(
                "select " + COLUMNS + " from holds where hold_id = any (?)",
                row -> found.accept(ROW.mapRow(row, 0)),
                (Object) holdIds);
    }

    void findByKey(RoundTrip read, List<Key> keys, Consumer<Hold> found) {
        read.query(
                "select " + COLUMNS
                        + " from holds join unnest(?::text[], ?::text[], ?::text[], ?::text[])"
                        + " as k (frozen_by, user_id, task_id, action) using (frozen_by, user_id, task_id, action)",
                row -> found.accept(ROW.mapRow(row, 0)),
                texts(keys, Key::frozenBy),
                texts(keys, Key::userId),
                texts(keys, Key::taskId),
                texts(keys, Key::action));
    }

    void insert(RoundTrip write, List<Hold> holds, Duration ttl) {
        write.update(
                holds.size(),
                """
                insert into holds (hold_id, frozen_by, user_id, task_id, action, channel, points, status, expires_at)
                select h.*, 'HELD', now() + make_interval(secs => ?)
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[]) as h
                """,
                (double) ttl.toSeconds(),
                texts(holds, Hold::holdId),
                texts(holds, hold -> hold.key().frozenBy()),
                texts(holds, Hold::userId),
                texts(holds, hold -> hold.key().taskId()),
                texts(holds, hold -> hold.key().action()),
                texts(holds, Hold::channel),
                holds.stream().mapToLong(Hold::points).toArray());
    }

    void end(RoundTrip write, List<Hold> ended) {
        write.update(
                ended.size(),
                """
                update holds h set status = e.status, charged_points = e.charged_points, ended_at = now()
                from unnest(?::text[], ?::text[], ?::bigint[]) as e (hold_id, status, charged_points)
                where h.hold_id = e.hold_id
                """,
                texts(ended, Hold::holdId),
                texts(ended, hold -> hold.status().name()),
                ended.stream().mapToLong(Hold::chargedPoints).toArray());
    }

    Optional<Hold> find(Key key) {
        return jdbc.sql("select " + COLUMNS
                        + " from holds where frozen_by = ? and user_id = ? and task_id = ? and action = ?")
                .params(key.frozenBy(), key.userId(), key.taskId(), key.action())
                .query(ROW)
                .optional();
    }

    /** @param last what was seen before, in this order */
    List<Overdue> findOverdue(Overdue last, int limit) {
        return jdbc.sql("select expires_at, hold_id, user_id from holds where status = 'HELD' and expires_at <= now()"
                        + " and expires_at >= ? and (expires_at, hold_id) > (?, ?)"
                        + " order by expires_at, hold_id limit ?")
                .params(last.expiresAt(), last.expiresAt(), last.holdId(), limit)
                .query((row, number) ->
                        new Overdue(row.getObject(1, OffsetDateTime.class), row.getString(2), row.getString(3)))
                .list();
    }

    record Overdue(OffsetDateTime expiresAt, String holdId, String userId) {

        static final Overdue NONE = new Overdue(Instant.EPOCH.atOffset(ZoneOffset.UTC), "", "");
    }

    private static <T> String[] texts(List<T> things, Function<T, @Nullable String> value) {
        return things.stream().map(value).toArray(String[]::new);
    }
}
