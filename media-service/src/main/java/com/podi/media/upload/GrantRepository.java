package com.podi.media.upload;

import com.podi.media.picture.PictureType;
import java.time.Duration;
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
            PictureType.valueOf(row.getString("type")),
            row.getLong("max_size_bytes"));

    private static final String SOME_TIME_AGO = "clock_timestamp() - :life * interval '1 ms'";

    private final JdbcClient jdbc;

    GrantRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return the owner of the task's upload prefix: this user, or whoever came before */
    String claim(String taskId, String userId) {
        return jdbc.sql("""
                        insert into upload_tasks (task_id, user_id) values (?, ?)
                        on conflict (task_id) do update set user_id = upload_tasks.user_id
                        returning user_id""").params(taskId, userId).query(String.class).single();
    }

    /** @return false if the key is granted to another user */
    boolean save(Grant grant) {
        return jdbc.sql("""
                        insert into upload_grants (object_key, user_id, task_id, file_name, type, max_size_bytes)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (object_key) do update
                        set type = excluded.type, max_size_bytes = excluded.max_size_bytes, granted_at = now()
                        where upload_grants.user_id = excluded.user_id""")
                        .params(
                                grant.objectKey(),
                                grant.userId(),
                                grant.taskId(),
                                grant.fileName(),
                                grant.type().name(),
                                grant.maxSizeBytes())
                        .update()
                > 0;
    }

    Optional<Grant> find(String objectKey, Duration life) {
        return jdbc.sql("select * from upload_grants where object_key = :key and granted_at > " + SOME_TIME_AGO)
                .param("key", objectKey)
                .param("life", life.toMillis())
                .query(ROW)
                .optional();
    }

    List<String> expired(Duration life, int limit) {
        return jdbc.sql("select object_key from upload_grants where granted_at <= " + SOME_TIME_AGO
                        + " order by granted_at limit :limit")
                .param("life", life.toMillis())
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** One that was granted again meanwhile stays. */
    void deleteExpired(String objectKey, Duration life) {
        jdbc.sql("delete from upload_grants where object_key = :key and granted_at <= " + SOME_TIME_AGO)
                .param("key", objectKey)
                .param("life", life.toMillis())
                .update();
    }

    /** Those of these keys that are granted, whether the grant has run out or not. */
    Set<String> granted(Collection<String> objectKeys) {
        return jdbc.sql("select object_key from upload_grants where object_key in (:keys)")
                .param("keys", objectKeys)
                .query(String.class)
                .set();
    }
}
