package com.podi.media.quota;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How much every user stores; nobody stores more than allowed, however many uploads end at once. */
@Repository
public class Quotas {

    private final JdbcClient jdbc;
    private final long allowed;

    Quotas(JdbcClient jdbc, QuotaProperties properties) {
        this.jdbc = jdbc;
        this.allowed = properties.allowed().toBytes();
    }

    public Usage of(String userId) {
        return jdbc.sql("select user_id, used_bytes, coalesce(allowed_bytes, ?) from quotas where user_id = ?")
                .params(allowed, userId)
                .query((row, number) -> new Usage(row.getString(1), row.getLong(2), row.getLong(3)))
                .optional()
                .orElse(new Usage(userId, 0, allowed));
    }

    /** Whoever gives room away or takes it does so alone, until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(String userId) {
        jdbc.sql("insert into quotas (user_id) values (?) on conflict do nothing")
                .param(userId)
                .update();
        jdbc.sql("select used_bytes from quotas where user_id = ? for update")
                .param(userId)
                .query(Long.class)
                .single();
    }

    /** In a transaction that has locked the quota; what is not taken yet counts as well. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void mustHaveRoomFor(String userId, long bytes) {
        Usage usage = of(userId);
        if (bytes > usage.allowedBytes() - usage.usedBytes()) {
            throw full(userId, bytes);
        }
    }

    /** In the transaction that records the bytes, which has locked the quota. */
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
            throw full(userId, bytes);
        }
    }

    /** In the transaction that forgets the bytes. */
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

    private static PodiException full(String userId, long bytes) {
        return ErrorCode.STORAGE_FULL.because("no room for %d bytes of %s", bytes, userId);
    }
}
