package com.podi.auth.ending;

import com.podi.contracts.session.EndedSession;
import com.podi.contracts.session.EndedSessions;
import com.podi.starter.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which sessions ended and which are about to, on the clock of the database. */
@Repository
class EndingRows {

    /** Time for an ending that was written but could not be seen yet when its successors were read. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private final JdbcClient jdbc;

    EndingRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Instant now() {
        return jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** The tokens of these sessions are refused from here on. In one order, or two who end the same would block each other. */
    void record(List<String> sessionIds) {
        jdbc.sql("insert into ended_sessions (session_id) select unnest(?::text[]) order by 1 on conflict do nothing")
                .param(sessionIds.toArray(String[]::new))
                .update();
    }

    /** @param since where the last answer ended, or null for all that are kept */
    EndedSessions endedSince(@Nullable Instant since) {
        Instant asOf = now();
        OffsetDateTime known = (since == null ? Instant.EPOCH : since).atOffset(ZoneOffset.UTC);
        List<EndedSession> endings = jdbc.sql("""
                        select session_id, ended_at from ended_sessions where ended_at >= :from
                        order by ended_at
                        limit :limit + (select count(*) from ended_sessions where ended_at >= :from and ended_at < :known)
                        """)
                .param("from", known.minus(OVERLAP))
                .param("known", known)
                .param("limit", EndedSessions.MOST_AT_ONCE)
                .query((row, number) -> new EndedSession(
                        row.getString("session_id"),
                        row.getObject("ended_at", OffsetDateTime.class).toInstant()))
                .list();
        boolean cut = endings.size() >= EndedSessions.MOST_AT_ONCE;
        return new EndedSessions(cut ? endings.get(endings.size() - 1).endedAt() : asOf, endings);
    }

    Ending planForUser(String userId, Duration grace) {
        return plan(new Ending(Ids.next("ending"), userId, null), grace);
    }

    @Transactional
    Ending planForSession(String sessionId, Duration grace) {
        record(List.of(sessionId));
        return plan(new Ending(Ids.next("ending"), null, sessionId), grace);
    }

    private Ending plan(Ending ending, Duration grace) {
        jdbc.sql("""
                        insert into endings (ending_id, user_id, session_id, next_try_at)
                        values (:endingId, :userId, :sessionId, clock_timestamp() + :grace * interval '1 ms')
                        """)
                .param("endingId", ending.endingId())
                .param("userId", ending.userId())
                .param("sessionId", ending.sessionId())
                .param("grace", grace.toMillis())
                .update();
        return ending;
    }

    void finish(Ending ending) {
        jdbc.sql("update endings set finished_at = clock_timestamp() where ending_id = ?")
                .param(ending.endingId())
                .update();
    }

    /** Those that were left behind; nobody else gets them for a while. */
    List<Ending> takeOver(int limit, Duration grace) {
        return jdbc.sql("""
                        update endings set next_try_at = clock_timestamp() + :grace * interval '1 ms'
                        where ending_id in (
                            select ending_id from endings
                            where finished_at is null and next_try_at <= clock_timestamp()
                            order by next_try_at limit :limit for update skip locked)
                        returning ending_id, user_id, session_id
                        """)
                .param("grace", grace.toMillis())
                .param("limit", limit)
                .query(Ending.class)
                .list();
    }

    boolean coveredAnyOf(String userId, Instant time) {
        return jdbc.sql("""
                        select exists (select from endings
                                       where user_id = :userId and (finished_at is null or finished_at >= :time))
                        """)
                .param("userId", userId)
                .param("time", time.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    @Transactional
    void purge(Duration age) {
        jdbc.sql("delete from ended_sessions where ended_at < clock_timestamp() - :age * interval '1 ms'")
                .param("age", age.toMillis())
                .update();
        jdbc.sql("delete from endings where finished_at < clock_timestamp() - :age * interval '1 ms'")
                .param("age", age.toMillis())
                .update();
    }
}
