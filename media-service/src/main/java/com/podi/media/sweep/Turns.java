package com.podi.media.sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose turn it is: of all replicas one does a job, when it is due by the clock of the database. */
@Repository
class Turns {

    private final JdbcClient jdbc;

    Turns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return whether it is ours, for as long as the lease */
    boolean take(String job, Duration lease) {
        return jdbc.sql("""
                        insert into turns (job, due_at) values (:job, clock_timestamp() + :lease * interval '1 ms')
                        on conflict (job) do update set due_at = excluded.due_at
                        where turns.due_at <= clock_timestamp()
                        """).param("job", job).param("lease", lease.toMillis()).update() > 0;
    }

    /** How far the last turn got; null for the beginning. */
    @Nullable
    String mark(String job) {
        return jdbc.sql("select mark from turns where job = ?")
                .param(job)
                .query((row, number) -> new Mark(row.getString(1)))
                .single()
                .text();
    }

    void end(String job, Duration pause, @Nullable String mark) {
        jdbc.sql("""
                        update turns set due_at = clock_timestamp() + :pause * interval '1 ms', mark = :mark
                        where job = :job""")
                .param("job", job)
                .param("pause", pause.toMillis())
                .param("mark", mark)
                .update();
    }

    Instant now() {
        return jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private record Mark(@Nullable String text) {}
}
