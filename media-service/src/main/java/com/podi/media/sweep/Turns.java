package com.podi.media.sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
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

    /** Ours for as long as the lease, if it is due. */
    Optional<Turn> take(String job, Duration lease) {
        return jdbc.sql("""
                        insert into turns (job, due_at) values (:job, clock_timestamp() + :lease * interval '1 ms')
                        on conflict (job) do update set due_at = excluded.due_at
                        where turns.due_at <= clock_timestamp()
                        returning due_at""")
                .param("job", job)
                .param("lease", lease.toMillis())
                .query(OffsetDateTime.class)
                .optional()
                .map(until -> new Turn(job, until.toInstant()));
    }

    Instant now() {
        return jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** Known by its end: whoever takes it over moves that. */
    final class Turn {

        private final String job;
        private Instant until;

        private Turn(String job, Instant until) {
            this.job = job;
            this.until = until;
        }

        /** How far the last turn got; null for the beginning. */
        @Nullable
        String mark() {
            return jdbc.sql("select mark from turns where job = ?")
                    .param(job)
                    .query((row, number) -> new Mark(row.getString(1)))
                    .single()
                    .text();
        }

        /** @return false if it ran out and somebody else took it */
        boolean renew(Duration lease) {
            Optional<OffsetDateTime> renewed = jdbc.sql("""
                            update turns set due_at = clock_timestamp() + :lease * interval '1 ms'
                            where job = :job and due_at = :until returning due_at""")
                    .param("job", job)
                    .param("until", until.atOffset(ZoneOffset.UTC))
                    .param("lease", lease.toMillis())
                    .query(OffsetDateTime.class)
                    .optional();
            renewed.ifPresent(later -> until = later.toInstant());
            return renewed.isPresent();
        }

        /** Nothing happens if somebody else has taken it. */
        void end(Duration pause, @Nullable String mark) {
            jdbc.sql("""
                            update turns set due_at = clock_timestamp() + :pause * interval '1 ms', mark = :mark
                            where job = :job and due_at = :until""")
                    .param("job", job)
                    .param("until", until.atOffset(ZoneOffset.UTC))
                    .param("pause", pause.toMillis())
                    .param("mark", mark)
                    .update();
        }
    }

    private record Mark(@Nullable String text) {}
}
