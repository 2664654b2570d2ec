package com.podi.auth.attempt;

import com.podi.starter.id.Ids;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The attempts of the last minute, on the clock of the database, which all replicas share. */
@Repository
class AttemptRows {

    private final JdbcClient jdbc;

    AttemptRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return the id of the attempt, or nothing if the minute has as many as it may have */
    @Transactional
    Optional<String> reserve(String nameHash, int limit) {
        // Whoever tries the same name at the same moment waits here, or each would count without the others.
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(nameHash)
                .query((row, number) -> nameHash)
                .single();
        if (untilFree(nameHash, limit).isPresent()) {
            return Optional.empty();
        }
        String attemptId = Ids.next("attempt");
        jdbc.sql("insert into login_attempts (attempt_id, name_hash) values (?, ?)")
                .params(attemptId, nameHash)
                .update();
        return Optional.of(attemptId);
    }

    void giveBack(String attemptId) {
        jdbc.sql("delete from login_attempts where attempt_id = ?")
                .param(attemptId)
                .update();
    }

    /** How long the oldest of those that fill the minute will stay in it, in whole seconds. */
    Optional<Duration> untilFree(String nameHash, int limit) {
        return jdbc.sql("""
                        select ceil(extract(epoch from attempted_at + interval '1 minute' - clock_timestamp()))
                        from login_attempts
                        where name_hash = :name and attempted_at > clock_timestamp() - interval '1 minute'
                        order by attempted_at desc
                        offset :limit - 1 limit 1
                        """)
                .param("name", nameHash)
                .param("limit", limit)
                .query(Long.class)
                .optional()
                .map(Duration::ofSeconds);
    }

    void purge() {
        jdbc.sql("delete from login_attempts where attempted_at < clock_timestamp() - interval '1 minute'")
                .update();
    }
}
