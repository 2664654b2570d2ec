package com.podi.media.upload;

import com.podi.media.picture.PictureType;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class GrantRepository {

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

    Optional<Grant> find(String objectKey) {
        return jdbc.sql("""
                        select object_key, user_id, task_id, file_name, type, max_size_bytes
                        from upload_grants where object_key = ?""")
                .param(objectKey)
                .query((row, number) -> new Grant(
                        row.getString("object_key"),
                        row.getString("user_id"),
                        row.getString("task_id"),
                        row.getString("file_name"),
                        PictureType.valueOf(row.getString("type")),
                        row.getLong("max_size_bytes")))
                .optional();
    }
}
