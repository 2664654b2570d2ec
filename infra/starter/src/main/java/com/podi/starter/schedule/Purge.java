package com.podi.starter.schedule;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes what nobody needs any more, a little at a time, so that nobody waits for it. */
public final class Purge {

    private static final int AT_ONCE = 1_000;

    private Purge() {}

    /** @param condition in SQL, of our own */
    public static void rows(JdbcClient jdbc, String table, String condition) {
        int purged;
        do {
            purged = jdbc.sql("delete from %1$s where ctid = any (array(select ctid from %1$s where %2$s limit ?))"
                            .formatted(table, condition))
                    .param(AT_ONCE)
                    .update();
        } while (purged == AT_ONCE);
    }
}
