package com.podi.media.object;

import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.media.MediaObjectView;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class MediaObjectRepository {

    private static final String COLUMNS =
            "id, object_key, user_id, task_id, file_name, content_type, size_bytes, width, height, created_at";

    private static final RowMapper<MediaObjectView> ROW = (row, number) -> new MediaObjectView(
            row.getString("id"),
            row.getString("object_key"),
            row.getString("user_id"),
            row.getString("task_id"),
            row.getString("file_name"),
            row.getString("content_type"),
            row.getLong("size_bytes"),
            row.getInt("width"),
            row.getInt("height"),
            row.getTimestamp("created_at").toInstant());

    private final JdbcClient jdbc;

    MediaObjectRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return whether the key had no record before */
    boolean insert(MediaObjectView object) {
        return jdbc.sql("insert into media_objects (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " on conflict (object_key) do nothing")
                        .params(
                                object.id(),
                                object.objectKey(),
                                object.userId(),
                                object.taskId(),
                                object.fileName(),
                                object.contentType(),
                                object.sizeBytes(),
                                object.width(),
                                object.height(),
                                Timestamp.from(object.createdAt()))
                        .update()
                > 0;
    }

    Optional<MediaObjectView> byId(String id) {
        return jdbc.sql("select " + COLUMNS + " from media_objects where id = ?")
                .param(id)
                .query(ROW)
                .optional();
    }

    List<MediaObjectView> byKeys(Collection<String> objectKeys) {
        return jdbc.sql("select " + COLUMNS + " from media_objects where object_key in (:keys)")
                .param("keys", objectKeys)
                .query(ROW)
                .list();
    }

    List<MediaObjectView> ofUser(String userId, PageRequest page) {
        return jdbc.sql("select " + COLUMNS
                        + " from media_objects where user_id = ? order by created_at desc, id desc limit ? offset ?")
                .params(userId, page.pageSize(), page.offset())
                .query(ROW)
                .list();
    }

    Usage usageOf(String userId) {
        return jdbc.sql("select count(*), coalesce(sum(size_bytes), 0) from media_objects where user_id = ?")
                .param(userId)
                .query((row, number) -> new Usage(row.getLong(1), row.getLong(2)))
                .single();
    }

    void delete(String id) {
        jdbc.sql("delete from media_objects where id = ?").param(id).update();
    }

    record Usage(long objects, long bytes) {}
}
