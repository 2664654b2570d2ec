package com.podi.ability.statistics;

import com.podi.contracts.event.MediaObjectDeleted;
import com.podi.contracts.event.MediaObjectStored;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How many bytes of whom lie in the store; an object that is gone does not come back with an event that was late. */
@Repository
class StoredObjects {

    private final JdbcClient jdbc;

    StoredObjects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void stored(MediaObjectStored object) {
        int isNew = jdbc.sql("""
                        insert into stored_objects (object_id, user_id, size_bytes, deleted) values (?, ?, ?, false)
                        on conflict do nothing
                        """)
                .params(object.objectId(), object.userId(), object.sizeBytes())
                .update();
        if (isNew == 1) {
            add(object.userId(), object.sizeBytes());
        }
    }

    void deleted(MediaObjectDeleted object) {
        Optional<Long> freed = jdbc.sql("""
                        insert into stored_objects as o (object_id, user_id, size_bytes, deleted) values (?, ?, 0, true)
                        on conflict (object_id) do update set deleted = true where not o.deleted
                        returning size_bytes
                        """)
                .params(object.objectId(), object.userId())
                .query(Long.class)
                .optional();
        freed.ifPresent(bytes -> add(object.userId(), -bytes));
    }

    private void add(String userId, long bytes) {
        // A negative row would be refused before the one that is there is found.
        jdbc.sql("insert into storage_by_user (user_id, size_bytes) values (?, 0) on conflict do nothing")
                .param(userId)
                .update();
        jdbc.sql("update storage_by_user set size_bytes = size_bytes + ? where user_id = ?")
                .params(bytes, userId)
                .update();
    }

    long bytesOf(String userId) {
        return jdbc.sql("select size_bytes from storage_by_user where user_id = ?")
                .param(userId)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    long bytesOfAll() {
        return jdbc.sql("select coalesce(sum(size_bytes), 0) from storage_by_user")
                .query(Long.class)
                .single();
    }
}
