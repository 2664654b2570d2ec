package com.podi.taskworker.callback;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What the callbacks of a user are signed with; made when it is first needed. */
@Repository
class WebhookSecrets {

    /** Receivers have so long to learn the new one. */
    private static final Duration OLD_ONE_VALID = Duration.ofDays(1);

    /** Each of them is a signature in every callback. */
    private static final int MOST_OLD_ONES = 5;

    private final JdbcClient jdbc;
    private final Sealer sealer;

    WebhookSecrets(JdbcClient jdbc, Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    /** @param validUntil null for the present one */
    record Secret(String value, @Nullable Instant validUntil) {

        @Override
        public String toString() {
            return "Secret[validUntil=" + validUntil + "]";
        }
    }

    /** Those that sign at the moment, the present one first. */
    @Transactional
    public List<Secret> of(String userId) {
        List<Secret> secrets = read(userId);
        if (secrets.isEmpty() || secrets.get(0).validUntil() != null) {
            insert(userId);
            return read(userId);
        }
        return secrets;
    }

    /** @return as {@link #of}, the new one first */
    @Transactional
    public List<Secret> rotate(String userId) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(purpose(userId))
                .query()
                .singleRow();
        List<Secret> before = of(userId);
        if (before.size() > MOST_OLD_ONES) {
            throw ErrorCode.RATE_LIMITED
                    .because("%d secrets of %s are valid", before.size(), userId)
                    .retryAfter(untilTheFirstEnds(userId));
        }
        jdbc.sql("delete from webhook_secrets where user_id = ? and valid_until <= now()")
                .param(userId)
                .update();
        jdbc.sql("""
                        update webhook_secrets set valid_until = now() + make_interval(secs => ?)
                        where user_id = ? and valid_until is null
                        """).params(OLD_ONE_VALID.toSeconds(), userId).update();
        insert(userId);
        return read(userId);
    }

    private Duration untilTheFirstEnds(String userId) {
        return jdbc.sql("""
                        select extract(epoch from min(valid_until) - now())::bigint from webhook_secrets
                        where user_id = ? and valid_until > now()
                        """)
                .param(userId)
                .query((row, number) -> Duration.ofSeconds(row.getLong(1)))
                .single();
    }

    private List<Secret> read(String userId) {
        return jdbc.sql("""
                        select sealed, valid_until from webhook_secrets
                        where user_id = ? and (valid_until is null or valid_until > now())
                        order by secret_id desc
                        """)
                .param(userId)
                .query((row, number) -> secret(row, userId))
                .list();
    }

    private Secret secret(ResultSet row, String userId) throws SQLException {
        byte[] value = sealer.open(row.getBytes("sealed"), purpose(userId));
        return new Secret(
                new String(value, StandardCharsets.UTF_8),
                row.getTimestamp("valid_until") == null
                        ? null
                        : row.getTimestamp("valid_until").toInstant());
    }

    private void insert(String userId) {
        byte[] value = WebhookSignature.newSecret().getBytes(StandardCharsets.UTF_8);
        jdbc.sql("""
                        insert into webhook_secrets (user_id, sealed) values (?, ?)
                        on conflict (user_id) where valid_until is null do nothing
                        """).params(userId, sealer.seal(value, purpose(userId))).update();
    }

    static String purpose(String userId) {
        return "webhook secret of " + userId;
    }
}
