package com.podi.ability.executor;

import com.podi.contracts.error.ErrorCode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code executors}; hidden rows are kept for the logs alone. */
@Repository
class ExecutorTable {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final RowMapper<Executor> rows;

    ExecutorTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = (row, number) -> new Executor(
                row.getString("id"),
                row.getString("name"),
                row.getString("type"),
                row.getString("base_url"),
                row.getString("status"),
                row.getInt("weight"),
                row.getInt("max_concurrency"),
                texts(row.getArray("tags")),
                json.readTree(row.getString("config")),
                texts(row.getArray("api_key_ids")),
                row.getInt("revision"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                health(row));
    }

    private static Executor.Health health(ResultSet row) throws SQLException {
        Timestamp at = row.getTimestamp("last_health_check_at");
        return new Executor.Health(
                at == null ? null : at.toInstant(),
                row.getString("last_health_status"),
                row.getInt("health_failures"),
                row.getInt("health_trips"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** The newest first. */
    List<Executor> all() {
        return jdbc.sql("select * from executors where hidden_at is null order by created_at desc, id desc")
                .query(rows)
                .list();
    }

    Executor get(String id) {
        return one("select * from executors where id = ? and hidden_at is null", id)
                .orElseThrow(() -> ErrorCode.EXECUTOR_NOT_FOUND.because("%s", id));
    }

    /** Nobody else changes it until the end of the transaction. */
    Executor lock(String id) {
        return find(id).orElseThrow(() -> ErrorCode.EXECUTOR_NOT_FOUND.because("%s", id));
    }

    /** As {@link #lock}. */
    Optional<Executor> find(String id) {
        return one("select * from executors where id = ? and hidden_at is null for update", id);
    }

    /** It stays until the end of the transaction. */
    Optional<Executor> hold(String id) {
        return one("select * from executors where id = ? and hidden_at is null for share", id);
    }

    private Optional<Executor> one(String sql, String id) {
        return jdbc.sql(sql).param(id).query(rows).optional();
    }

    /** @return whether the id was free */
    boolean insert(String id, ExecutorRequest wanted, String status, Instant now) {
        return with("""
                        insert into executors (id, name, type, base_url, status, weight, max_concurrency, tags, config,
                                               api_key_ids, created_at, updated_at)
                        values (:id, :name, :type, :baseUrl, :status, :weight, :maxConcurrency, :tags, :config::jsonb,
                                :apiKeyIds, :now, :now)
                        on conflict (id) do nothing
                        """, id, wanted, status, now) == 1;
    }

    /** What was known of its health is forgotten where it lies elsewhere now. */
    void update(String id, ExecutorRequest wanted, String status, Instant now) {
        with("""
                update executors
                set name = :name, type = :type, base_url = :baseUrl, status = :status, weight = :weight,
                    max_concurrency = :maxConcurrency, tags = :tags, config = :config::jsonb, api_key_ids = :apiKeyIds,
                    revision = revision + 1, updated_at = :now, next_health_check_at = now(),
                    last_health_status = case when base_url = :baseUrl then last_health_status end,
                    health_failures = case when base_url = :baseUrl then health_failures else 0 end,
                    health_trips = case when base_url = :baseUrl then health_trips else 0 end,
                    outcomes_since = case when base_url = :baseUrl then outcomes_since else now() end
                where id = :id
                """, id, wanted, status, now);
    }

    private int with(String sql, String id, ExecutorRequest wanted, String status, Instant now) {
        return jdbc.sql(sql)
                .param("id", id)
                .param("name", wanted.name())
                .param("type", wanted.type())
                .param("baseUrl", wanted.baseUrl())
                .param("status", status)
                .param("weight", wanted.weight() == null ? 1 : wanted.weight())
                .param("maxConcurrency", wanted.concurrency())
                .param("tags", array(wanted.tags()))
                .param(
                        "config",
                        wanted.config() == null || wanted.config().isNull()
                                ? "{}"
                                : json.writeValueAsString(wanted.config()))
                .param("apiKeyIds", array(wanted.apiKeyIds()))
                .param("now", Timestamp.from(now))
                .update();
    }

    private static String[] array(@Nullable List<String> texts) {
        return texts == null ? new String[0] : texts.stream().distinct().toArray(String[]::new);
    }

    void hide(String id) {
        jdbc.sql("update executors set hidden_at = now(), updated_at = now(), revision = revision + 1 where id = ?")
                .param(id)
                .update();
    }

    /**
     * Those whose time to be asked has come; nobody else asks them meanwhile.
     *
     * @param lease when they are due again if nobody says what came of it
     */
    List<Executor> takeDue(int most, Duration lease) {
        return jdbc.sql("""
                        update executors set next_health_check_at = now() + make_interval(secs => :lease)
                        where id in (select id from executors
                                     where hidden_at is null and status = 'active' and next_health_check_at <= now()
                                     order by next_health_check_at limit :most for update skip locked)
                        returning *
                        """)
                .param("lease", lease.toMillis() / 1000.0)
                .param("most", most)
                .query(rows)
                .list();
    }

    /** One that counts as gone is left alone for as long as it was said. */
    void checkSoon(String id) {
        jdbc.sql("""
                        update executors set next_health_check_at = least(next_health_check_at, now())
                        where id = ? and hidden_at is null and last_health_status is distinct from 'unhealthy'
                        """).param(id).update();
    }

    /** Whether it came back before, or was never away; who is unknown never was. */
    boolean isBackSince(String id, Instant at) {
        return jdbc.sql("select coalesce(outcomes_since <= :at, true) from executors where id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }

    /** Work did not fail any more: what went before is forgiven. */
    void forgiveTrips(String id) {
        jdbc.sql("""
                        update executors set health_trips = 0
                        where id = ? and health_trips > 0 and last_health_status is distinct from 'unhealthy'
                        """).param(id).update();
    }

    /** Whoever comes back is judged by what it does from now on. */
    void keepHealth(String id, Executor.Health health, Duration untilNext) {
        jdbc.sql("""
                        update executors
                        set outcomes_since = case when last_health_status = 'unhealthy' and :status = 'healthy'
                                                  then now() else outcomes_since end,
                            last_health_check_at = :at, last_health_status = :status, health_failures = :failures,
                            health_trips = :trips,
                            next_health_check_at = now() + make_interval(secs => :next)
                        where id = :id
                        """)
                .param("id", id)
                .param("at", health.checkedAt() == null ? null : Timestamp.from(health.checkedAt()))
                .param("status", health.status())
                .param("failures", health.failures())
                .param("trips", health.trips())
                .param("next", untilNext.toMillis() / 1000.0)
                .update();
    }
}
