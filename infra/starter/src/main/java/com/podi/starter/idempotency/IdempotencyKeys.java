package com.podi.starter.idempotency;

import com.podi.starter.schedule.Purge;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** Who is at work on which key, and what was answered; all times are the database's. */
class IdempotencyKeys {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyKeys.class);

    private final JdbcClient jdbc;
    private final Duration lease;
    private final Duration kept;

    IdempotencyKeys(JdbcClient jdbc, Duration lease, Duration kept) {
        this.jdbc = jdbc;
        this.lease = lease;
        this.kept = kept;
    }

    record Key(String caller, String key) {}

    /** @param number tells this attempt from one that was thought dead */
    record Attempt(String operationId, int number) {

        boolean isFirst() {
            return number == 1;
        }
    }

    record Call(String fingerprint, @Nullable String answer) {}

    /** Null if the key is taken: by another call, by a twin that is at work, or by its answer. */
    @Nullable
    Attempt begin(Key key, String fingerprint, String operationId) {
        return jdbc.sql("""
                        insert into idempotency_keys as k
                            (caller, key, fingerprint, operation_id, attempt, leased_until, expires_at)
                        values (:caller, :key, :fingerprint, :operationId, 1,
                                now() + make_interval(secs => :lease), now() + make_interval(secs => :kept))
                        on conflict (caller, key) do update
                        set fingerprint = excluded.fingerprint, attempt = k.attempt + 1, answer = null,
                            operation_id = case when k.expires_at <= now() then excluded.operation_id else k.operation_id end,
                            leased_until = excluded.leased_until, expires_at = excluded.expires_at
                        where k.expires_at <= now()
                           or k.answer is null and k.leased_until <= now() and k.fingerprint = excluded.fingerprint
                        returning operation_id, attempt as number
                        """)
                .param("caller", key.caller())
                .param("key", key.key())
                .param("fingerprint", fingerprint)
                .param("operationId", operationId)
                .param("lease", (double) lease.toSeconds())
                .param("kept", (double) kept.toSeconds())
                .query(Attempt.class)
                .optional()
                .orElse(null);
    }

    @Nullable
    Call find(Key key) {
        return jdbc.sql("select fingerprint, answer from idempotency_keys where caller = ? and key = ?")
                .params(key.caller(), key.key())
                .query(Call.class)
                .optional()
                .orElse(null);
    }

    void keep(Key key, Attempt attempt, String answer) {
        change(key, attempt, "update idempotency_keys set answer = :answer", answer);
    }

    /** The next call with this key is a new one. */
    void forget(Key key, Attempt attempt) {
        change(key, attempt, "delete from idempotency_keys", null);
    }

    /** The same call may be tried again at once. */
    void giveUp(Key key, Attempt attempt) {
        change(key, attempt, "update idempotency_keys set leased_until = now()", null);
    }

    /** The work has had its end: if this cannot be written, the lease runs out and a repeat finds out for itself. */
    private void change(Key key, Attempt attempt, String sql, @Nullable String answer) {
        try {
            // A key that was forgotten and given to another call counts its attempts from one again.
            jdbc.sql(sql + " where caller = :caller and key = :key and operation_id = :operationId"
                            + " and attempt = :attempt and answer is null")
                    .param("answer", answer)
                    .param("caller", key.caller())
                    .param("key", key.key())
                    .param("operationId", attempt.operationId())
                    .param("attempt", attempt.number())
                    .update();
        } catch (DataAccessException failure) {
            log.warn("idempotency key left to its lease: caller={} reason={}", key.caller(), failure.getMessage());
        }
    }

    @Scheduled(fixedDelayString = "${podi.idempotency.purge-interval:PT10M}")
    void purge() {
        Purge.rows(jdbc, "idempotency_keys", "expires_at <= now()");
    }
}
