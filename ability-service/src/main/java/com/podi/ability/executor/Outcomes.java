package com.podi.ability.executor;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * How executors have fared with real work lately: counted in slots of some seconds, so that a window over them slides,
 * and all replicas see the same.
 */
@Repository
class Outcomes {

    private static final int SLOT_SECONDS = 10;
    private static final Duration SHOWN = Duration.ofHours(1);

    private final JdbcClient jdbc;

    Outcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param successRate from 0 to 1
     * @param avgDurationMs of the calls that were completed; 0 if none was
     */
    record Figures(double successRate, long avgDurationMs) {}

    record Window(long completed, long failed) {

        boolean isBad(HealthProperties properties) {
            return failed >= properties.mostFailed() && failed >= properties.failedShare() * (completed + failed);
        }
    }

    void completed(String executorId, Instant at, long durationMs) {
        count(executorId, at, 1, 0, durationMs);
    }

    void failed(String executorId, Instant at) {
        count(executorId, at, 0, 1, 0);
    }

    private void count(String executorId, Instant at, int completed, int failed, long durationMs) {
        jdbc.sql("""
                        insert into executor_outcomes as o (executor_id, slot, completed, failed, duration_ms)
                        select id, date_bin(make_interval(secs => :slot), :at::timestamptz, timestamptz 'epoch'),
                               :completed, :failed, :durationMs
                        from executors where id = :executorId
                        on conflict (executor_id, slot) do update
                        set completed = o.completed + excluded.completed, failed = o.failed + excluded.failed,
                            duration_ms = o.duration_ms + excluded.duration_ms
                        """)
                .param("slot", SLOT_SECONDS)
                .param("at", Timestamp.from(at))
                .param("executorId", executorId)
                .param("completed", completed)
                .param("failed", failed)
                .param("durationMs", durationMs)
                .update();
    }

    /** What came of its work in this time, but not of what ended before it was last given a new chance. */
    Window window(String executorId, Duration length) {
        return jdbc.sql("""
                        select coalesce(sum(completed), 0) as completed, coalesce(sum(failed), 0) as failed
                        from executor_outcomes join executors on id = executor_id
                        where executor_id = :executorId and slot > now() - make_interval(secs => :length)
                          and slot >= coalesce(outcomes_since, slot)
                        """)
                .param("executorId", executorId)
                .param("length", length.toSeconds())
                .query(Window.class)
                .single();
    }

    Optional<Figures> of(String executorId) {
        return Optional.ofNullable(figures().get(executorId));
    }

    /** By executor; of those that did nothing lately there are none. */
    Map<String, Figures> figures() {
        Map<String, Figures> figures = new HashMap<>();
        jdbc.sql("""
                        select executor_id, sum(completed)::float8 / sum(completed + failed) as success_rate,
                               coalesce(sum(duration_ms) / nullif(sum(completed), 0), 0)::bigint as avg_duration_ms
                        from executor_outcomes where slot > now() - make_interval(secs => ?)
                        group by executor_id
                        """).param(SHOWN.toSeconds()).query(row -> {
            figures.put(
                    row.getString("executor_id"),
                    new Figures(row.getDouble("success_rate"), row.getLong("avg_duration_ms")));
        });
        return figures;
    }

    void forgetOld() {
        jdbc.sql("delete from executor_outcomes where slot < now() - interval '1 day'")
                .update();
    }
}
