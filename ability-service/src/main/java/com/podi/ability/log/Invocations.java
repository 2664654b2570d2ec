package com.podi.ability.log;

import com.podi.ability.statistics.Users;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.InvocationRefused;
import com.podi.contracts.event.TaskQueued;
import java.sql.Timestamp;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What we know of every call: it waits or runs, or it has ended, once, whatever is told of it later. */
@Service
class Invocations {

    private static final Logger log = LoggerFactory.getLogger(Invocations.class);
    private static final String REJECTED = "rejected";

    private final JdbcClient jdbc;
    private final LogPartitions partitions;
    private final InvocationLog rows;
    private final Users users;

    Invocations(JdbcClient jdbc, LogPartitions partitions, InvocationLog rows, Users users) {
        this.jdbc = jdbc;
        this.partitions = partitions;
        this.rows = rows;
        this.users = users;
    }

    void queued(TaskQueued task) {
        int isNew = jdbc.sql("""
                        insert into invocations (call_id, user_id, ability_id, action, queued_at)
                        select :callId, :userId, :abilityId, :action, :queuedAt
                        where :queuedAt >= (select kept_from from log_horizon)
                        on conflict do nothing
                        """)
                .param("callId", task.taskId())
                .param("userId", task.userId())
                .param("abilityId", task.abilityId())
                .param("action", task.action())
                .param("queuedAt", Timestamp.from(task.queuedAt()))
                .update();
        if (isNew == 1) {
            users.active(task.userId(), task.queuedAt());
        }
    }

    void finished(InvocationFinished call) {
        if (end(call)) {
            partitions.provideFor(call.finishedAt());
            rows.append(call);
        } else {
            log.debug("not logged again, or too old: log={}", call.logId());
        }
    }

    /** Whoever refused it knew no more than the ability's name; a call of one that there is not is none. */
    void refused(InvocationRefused call) {
        jdbc.sql("select provider, action from abilities where id = :id and (hidden_at is null or hidden_at > :at)")
                .param("id", call.abilityId())
                .param("at", Timestamp.from(call.refusedAt()))
                .query(Called.class)
                .optional()
                .ifPresentOrElse(
                        ability -> finished(rejected(call, ability)),
                        () -> log.debug("not logged, no such ability: log={}", call.logId()));
    }

    private record Called(String provider, String action) {}

    private static InvocationFinished rejected(InvocationRefused call, Called ability) {
        return new InvocationFinished(
                call.logId(),
                call.taskId(),
                call.abilityId(),
                ability.provider(),
                ability.action(),
                null,
                call.userId(),
                REJECTED,
                0,
                null,
                0,
                null,
                0,
                0,
                call.traceId(),
                call.requestSummary(),
                List.of(),
                0,
                call.errorCode(),
                call.errorMessage(),
                call.refusedAt(),
                null);
    }

    private boolean end(InvocationFinished call) {
        return jdbc.sql("""
                        insert into invocations as i (call_id, log_id, user_id, ability_id, action, ended_at)
                        select :callId, :logId, :userId, :abilityId, :action, :endedAt
                        where :endedAt >= (select kept_from from log_horizon)
                        on conflict (call_id) do update set log_id = excluded.log_id, ended_at = excluded.ended_at
                        where i.ended_at is null
                        """)
                        // The task of a refused call was never there, and its id may be used again.
                        .param("callId", call.status().equals(REJECTED) ? call.logId() : call.taskId())
                        .param("logId", call.logId())
                        .param("userId", call.userId())
                        .param("abilityId", call.abilityId())
                        .param("action", call.action())
                        .param("endedAt", Timestamp.from(call.finishedAt()))
                        .update()
                == 1;
    }
}
