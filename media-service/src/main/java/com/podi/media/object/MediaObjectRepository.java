package com.podi.media.object;

import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.media.MediaObjectView;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private static final RowMapper<MediaObject> WITH_LOCATION =
            (row, number) -> new MediaObject(ROW.mapRow(row, number), row.getString("lies_at"));

    private static final String WHOLE =
            "select " + COLUMNS + ", coalesce(location, object_key) as lies_at from media_objects ";

    private final JdbcClient jdbc;

    MediaObjectRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return whether the key had no record before */
    boolean insert(MediaObject object) {
        MediaObjectView view = object.view();
        return jdbc.sql(
                                "insert into media_objects (" + COLUMNS
                                        + ", location) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (object_key) do nothing")
                        .params(
                                view.id(),
                                view.objectKey(),
                                view.userId(),
                                view.taskId(),
                                view.fileName(),
                                view.contentType(),
                                view.sizeBytes(),
                                view.width(),
                                view.height(),
                                Timestamp.from(view.createdAt()),
                                object.location())
                        .update()
                > 0;
    }

    Optional<MediaObject> byId(String id) {
        return jdbc.sql(WHOLE + "where id = ?").param(id).query(WITH_LOCATION).optional();
    }

    List<MediaObject> byKeys(Collection<String> objectKeys) {
        return jdbc.sql(WHOLE + "where object_key in (:keys)")
                .param("keys", objectKeys)
                .query(WITH_LOCATION)
                .list();
    }

    /** By the key under which it was put, or that of its bytes. */
    Optional<MediaObject> at(String key) {
        return jdbc.sql(WHOLE + "where object_key = :key or coalesce(location, object_key) = :key")
                .param("key", key)
                .query(WITH_LOCATION)
                .optional();
    }

    Set<String> holding(Collection<String> locations) {
        return jdbc.sql("""
                        select coalesce(location, object_key) from media_objects
                        where coalesce(location, object_key) in (:locations)""").param("locations", locations).query(String.class).set();
    }

    List<MediaObjectView> ofUser(String userId, PageRequest page) {
        return jdbc.sql("select " + COLUMNS
                        + " from media_objects where user_id = ? order by created_at desc, id desc limit ? offset ?")
                .params(userId, page.pageSize(), page.offset())
                .query(ROW)
                .list();
    }

    long countOf(String userId) {
        return jdbc.sql("select count(*) from media_objects where user_id = ?")
                .param(userId)
                .query(Long.class)
                .single();
    }

    boolean delete(String id) {
        return jdbc.sql("delete from media_objects where id = ?").param(id).update() > 0;
    }
}
