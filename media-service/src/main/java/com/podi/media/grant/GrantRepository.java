package com.podi.media.grant;

import com.podi.contracts.media.Purpose;
import com.podi.media.picture.FileType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Grants live on the clock of the database. */
@Repository
class GrantRepository {

    private static final RowMapper<Grant> ROW = (row, number) -> new Grant(
            row.getString("object_key"),
            row.getString("user_id"),
            row.getString("task_id"),
            row.getString("file_name"),
            FileType.valueOf(row.getString("type")),
            row.getLong("max_size_bytes"),
            Purpose.valueOf(row.getString("meant_for")),
            GrantState.valueOf(row.getString("state")),
            row.getObject("granted_at", OffsetDateTime.class).toInstant());

    /** Grants of before it was said for what. */
    private static final String PURPOSE =
            "coalesce(purpose, case when object_key like 'results/%' then 'OUTPUT' else 'INPUT' end)";

    private static final String SOME_TIME_AGO = "clock_timestamp() - :life * interval '1 ms'";

    private final JdbcClient jdbc;

    GrantRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Asking again keeps the owner from being forgotten.
     *
     * @return the owner of the task's upload prefix: this user, or whoever came before
     */
    String claim(String taskId, String userId) {
        return jdbc.sql("""
                        insert into upload_tasks (task_id, user_id) values (?, ?)
                        on conflict (task_id) do update set claimed_at =
                            case when upload_tasks.user_id = excluded.user_id then now() else upload_tasks.claimed_at end
                        returning user_id""").params(taskId, userId).query(String.class).single();
    }

    /**
     * What was granted under the key before may lie there, so the greatest of it all keeps its room.
     *
     * @return false if the key is granted to another user, is just being swept or {@link #isDueForSweep}
     */
    boolean save(Grant grant, Duration renewal) {
        return jdbc.sql("""
                        insert into upload_grants
                            (object_key, user_id, task_id, file_name, type, max_size_bytes, reserved_bytes, purpose, state,
                            granted_at)
                        values (:key, :userId, :taskId, :fileName, :type, :size, :size, :purpose, :state, clock_timestamp())
                        on conflict (object_key) do update
                        set type = excluded.type, max_size_bytes = excluded.max_size_bytes, purpose = excluded.purpose,
                            state = excluded.state, granted_at = excluded.granted_at, reserved_bytes = greatest(
                                upload_grants.reserved_bytes, upload_grants.max_size_bytes, excluded.reserved_bytes)
                        where upload_grants.user_id = excluded.user_id and upload_grants.state <> 'EXPIRED'
                        and upload_grants.first_granted_at > clock_timestamp() - :renewal * interval '1 ms'""")
                        .param("key", grant.objectKey())
                        .param("userId", grant.userId())
                        .param("taskId", grant.taskId())
                        .param("fileName", grant.fileName())
                        .param("type", grant.type().name())
                        .param("size", grant.maxSizeBytes())
                        .param("purpose", grant.purpose().name())
                        .param("state", grant.state().name())
                        .param("renewal", renewal.toMillis())
                        .update()
                > 0;
    }

    boolean isBeingSwept(String objectKey) {
        return jdbc.sql("select exists (select from upload_grants where object_key = ? and state = 'EXPIRED')")
                .param(objectKey)
                .query(Boolean.class)
                .single();
    }

    /** Given so long ago for the first time that it has to run out before it is given again. */
    boolean isDueForSweep(String objectKey, String userId, Duration renewal) {
        return jdbc.sql("""
                        select exists (select from upload_grants where object_key = :key and user_id = :userId
                        and first_granted_at <= clock_timestamp() - :renewal * interval '1 ms')""")
                .param("key", objectKey)
                .param("userId", userId)
                .param("renewal", renewal.toMillis())
                .query(Boolean.class)
                .single();
    }

    /**
     * How much may lie under the keys of a user without a record. The link of an upload can be used again after the grant
     * is used up; that of a result never leaves the platform.
     */
    long reserved(String userId) {
        return jdbc.sql("select coalesce(sum(greatest(reserved_bytes, max_size_bytes)), 0) from upload_grants"
                        + " where user_id = ? and (state = 'GRANTED' or object_key like 'uploads/%')")
                .param(userId)
                .query(Long.class)
                .single();
    }

    Optional<Grant> find(String objectKey, Duration life) {
        return jdbc.sql("select *, " + PURPOSE + " as meant_for from upload_grants where object_key = :key"
                        + " and state <> 'EXPIRED' and granted_at > " + SOME_TIME_AGO)
                .param("key", objectKey)
                .param("life", life.toMillis())
                .query(ROW)
                .optional();
    }

    /** @return whether it is open, and was not given anew since it was found */
    boolean use(Grant grant, GrantState result, Duration life) {
        if (grant.grantedAt() == null) {
            throw new IllegalStateException("never given: " + grant.objectKey());
        }
        return jdbc.sql("update upload_grants set state = :result where object_key = :key and state = 'GRANTED'"
                                + " and granted_at = :grantedAt and granted_at > " + SOME_TIME_AGO)
                        .param("result", result.name())
                        .param("key", grant.objectKey())
                        .param("grantedAt", grant.grantedAt().atOffset(ZoneOffset.UTC))
                        .param("life", life.toMillis())
                        .update()
                > 0;
    }

    void delete(String objectKey) {
        jdbc.sql("update upload_grants set state = 'DELETED' where object_key = ? and state <> 'EXPIRED'")
                .param(objectKey)
                .update();
    }

    /** From here on they can neither be used nor given again, until {@link #remove} frees their keys. */
    List<String> expire(Duration life, int limit) {
        return jdbc.sql("update upload_grants set state = 'EXPIRED' where object_key in ("
                        + "select object_key from upload_grants where granted_at <= " + SOME_TIME_AGO
                        + " order by granted_at limit :limit for update skip locked) returning object_key")
                .param("life", life.toMillis())
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    void remove(Collection<String> objectKeys) {
        jdbc.sql("delete from upload_grants where object_key in (:keys) and state = 'EXPIRED'")
                .param("keys", objectKeys)
                .update();
    }

    /** Those of these keys that are granted, whether the grant has run out or not. */
    Set<String> granted(Collection<String> objectKeys) {
        return jdbc.sql("select object_key from upload_grants where object_key in (:keys)")
                .param("keys", objectKeys)
                .query(String.class)
                .set();
    }

    /** @return how many; who asks for a task at this moment renews its claim, and it stays */
    int forgetClaims(Duration age, int limit) {
        return jdbc.sql("""
                        delete from upload_tasks where task_id in (
                            select task_id from upload_tasks t
                            where claimed_at <= clock_timestamp() - :age * interval '1 ms'
                            and not exists (select from upload_grants g where g.task_id = t.task_id)
                            and not exists (select from media_objects o where o.task_id = t.task_id)
                            order by claimed_at limit :limit)
                        and claimed_at <= clock_timestamp() - :age * interval '1 ms'""").param("age", age.toMillis()).param("limit", limit).update();
    }
}
