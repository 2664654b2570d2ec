package com.podi.media.quota;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** How much every user stores; nobody stores more than allowed, however many uploads end at once. */
@Repository
public class Quotas {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final OnePerKey onePerUser = new OnePerKey();
    private final long allowed;

    Quotas(JdbcClient jdbc, TransactionTemplate transaction, QuotaProperties properties) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.allowed = properties.allowed().toBytes();
    }

    public Usage of(String userId) {
        return jdbc.sql("select user_id, used_bytes, coalesce(allowed_bytes, ?) from quotas where user_id = ?")
                .params(allowed, userId)
                .query((row, number) -> new Usage(row.getString(1), row.getLong(2), row.getLong(3)))
                .optional()
                .orElse(new Usage(userId, 0, allowed));
    }

    /**
     * In one transaction, in which nobody else gives away or takes room of this user. Whoever has to wait for that does so
     * before it has a connection: others need them.
     */
    public <T> @Nullable T alone(String userId, Function<Usage, @Nullable T> work) {
        return onePerUser.run(userId, () -> transaction.execute(status -> work.apply(lock(userId))));
    }

    private Usage lock(String userId) {
        return jdbc.sql("""
                        insert into quotas (user_id) values (?)
                        on conflict (user_id) do update set used_bytes = quotas.used_bytes
                        returning used_bytes, coalesce(allowed_bytes, ?)""")
                .params(userId, allowed)
                .query((row, number) -> new Usage(userId, row.getLong(1), row.getLong(2)))
                .single();
    }

    /** While {@link #alone} with the user's quota. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void take(String userId, long bytes) {
        int taken = jdbc.sql("""
                        update quotas set used_bytes = used_bytes + :bytes
                        where user_id = :userId and used_bytes + :bytes <= coalesce(allowed_bytes, :allowed)
                        """)
                .param("bytes", bytes)
                .param("userId", userId)
                .param("allowed", allowed)
                .update();
        if (taken == 0) {
            throw Usage.full(userId, bytes);
        }
    }

    /** While {@link #alone} with the user's quota. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(String userId, long bytes) {
        jdbc.sql("update quotas set used_bytes = greatest(used_bytes - ?, 0) where user_id = ?")
                .params(bytes, userId)
                .update();
    }

    Usage allow(String userId, @Nullable Long bytes) {
        jdbc.sql("""
                        insert into quotas (user_id, allowed_bytes) values (?, ?)
                        on conflict (user_id) do update set allowed_bytes = excluded.allowed_bytes
                        """).params(userId, bytes).update();
        return of(userId);
    }
}
