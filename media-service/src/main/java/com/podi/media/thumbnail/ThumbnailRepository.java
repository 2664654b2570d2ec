package com.podi.media.thumbnail;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is still to be made, on the clock of the database. */
@Repository
class ThumbnailRepository {

    private final JdbcClient jdbc;

    ThumbnailRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void order(String objectId, String location) {
        jdbc.sql("insert into thumbnails (object_id, location) values (?, ?)")
                .params(objectId, location)
                .update();
    }

    /** Keeps the other replicas from it for a while; an attempt counts even if nobody survives it. */
    Optional<ThumbnailOrder> take(Duration lease) {
        return jdbc.sql("""
                        with due as materialized (
                            select object_id from thumbnails where state = 'WAITING' and due_at <= now()
                            order by due_at limit 1 for update skip locked)
                        update thumbnails set attempts = attempts + 1, due_at = now() + make_interval(secs => :lease)
                        where object_id in (select object_id from due)
                        returning object_id, location, attempts
                        """)
                .param("lease", lease.toSeconds())
                .query(ThumbnailOrder.class)
                .optional();
    }

    /** An attempt that the store did not let begin is none. */
    void postpone(String objectId, Duration delay) {
        jdbc.sql("update thumbnails set attempts = attempts - 1, due_at = now() + make_interval(secs => ?)"
                        + " where object_id = ?")
                .params(delay.toSeconds(), objectId)
                .update();
    }

    /** @return false if the picture was deleted in the meantime */
    boolean made(String objectId) {
        return end(objectId, "MADE");
    }

    void impossible(String objectId) {
        end(objectId, "IMPOSSIBLE");
    }

    private boolean end(String objectId, String state) {
        return jdbc.sql("update thumbnails set state = ? where object_id = ?")
                        .params(state, objectId)
                        .update()
                > 0;
    }

    /** Those of these objects that have one. */
    Set<String> made(Collection<String> objectIds) {
        return jdbc.sql("select object_id from thumbnails where object_id in (:ids) and state = 'MADE'")
                .param("ids", objectIds)
                .query(String.class)
                .set();
    }

    /** Those of these objects that have one or may get one. */
    Set<String> known(Collection<String> objectIds) {
        return jdbc.sql("select object_id from thumbnails where object_id in (:ids)")
                .param("ids", objectIds)
                .query(String.class)
                .set();
    }
}
