package com.podi.taskworker.queue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reading tasks; without a transaction of its own, which would only be more round trips. */
@Repository
public class Tasks {

    private static final int MOST_SHOWN = 200;

    private final JdbcClient jdbc;
    private final TaskRows rows;

    Tasks(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.rows = new TaskRows(json);
    }

    public Optional<AbilityTask> find(String taskId) {
        return jdbc.sql("select * from tasks where task_id = ?")
                .param(taskId)
                .query(rows)
                .optional();
    }

    /** The tasks of a batch, in the order in which they were sent. */
    public List<AbilityTask> ofBatch(String batchId) {
        return jdbc.sql("select * from tasks where batch_id = ? order by batch_place")
                .param(batchId)
                .query(rows)
                .list();
    }

    /** @param at when this was seen, by the database's clock */
    public record Active(List<AbilityTask> newest, Instant at) {}

    /** Tasks of the user that have not ended. */
    public Active activeOf(String userId) {
        Instant at =
                jdbc.sql("select now()").query(OffsetDateTime.class).single().toInstant();
        return new Active(jdbc.sql("""
                                select * from tasks
                                where user_id = ? and status in ('pending', 'queued', 'running')
                                order by created_at desc limit ?
                                """).params(userId, MOST_SHOWN).query(rows).list(), at);
    }

    /** Where a list of ended tasks goes on. */
    public record EndedAfter(Instant finishedAt, String taskId) {

        public static EndedAfter at(Instant time) {
            return new EndedAfter(time, "");
        }
    }

    /** Tasks of the user that ended after that, in this order; fewer than {@code limit} only where there are no more. */
    public List<AbilityTask> ended(String userId, EndedAfter after, int limit) {
        return jdbc.sql("""
                        select * from tasks
                        where user_id = :userId and status in ('completed', 'failed', 'canceled')
                          and finished_at >= :finishedAt and (finished_at, task_id) > (:finishedAt, :taskId)
                        order by finished_at, task_id limit :limit
                        """)
                .param("userId", userId)
                .param("finishedAt", after.finishedAt().atOffset(ZoneOffset.UTC))
                .param("taskId", after.taskId())
                .param("limit", limit)
                .query(rows)
                .list();
    }

    /** Which tasks are wanted; what is absent does not matter. */
    public record Filter(
            @Nullable TaskStatus status,
            @Nullable String abilityId,
            @Nullable String action,
            @Nullable String batchId,
            @Nullable Instant from,
            @Nullable Instant to) {

        public static final Filter NONE = new Filter(null, null, null, null, null, null);
    }

    public List<AbilityTask> list(String userId, Filter filter, int limit, long offset) {
        return filtered(
                        "select * from tasks",
                        "order by created_at desc, task_id desc limit :limit offset :offset",
                        userId,
                        filter)
                .param("limit", limit)
                .param("offset", offset)
                .query(rows)
                .list();
    }

    public long count(String userId, Filter filter) {
        return filtered("select count(*) from tasks", "", userId, filter)
                .query(Long.class)
                .single();
    }

    /**
     * How many tasks of its lane are before this one, with users taking turns; 0 if it is next or does not wait. An
     * estimate: whoever comes later may still be served earlier.
     */
    public long positionOf(AbilityTask task) {
        return jdbc.sql("""
                        with mine as (
                            select count(*) as before from tasks
                            where status = 'queued' and lane = :lane and user_id = :userId
                              and (-priority, due_at, task_id) < (-:priority, :dueAt, :taskId)
                        ), others as (
                            select count(*) as waiting from tasks
                            where status = 'queued' and lane = :lane and user_id <> :userId
                            group by user_id
                        )
                        select before + coalesce((select sum(least(waiting, before + 1)) from others), 0) from mine
                        """)
                .param("lane", task.lane())
                .param("userId", task.userId())
                .param("priority", task.priority())
                .param("dueAt", task.dueAt().atOffset(ZoneOffset.UTC))
                .param("taskId", task.taskId())
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec filtered(String select, String tail, String userId, Filter filter) {
        return jdbc.sql(select + """
                         where user_id = :userId
                           and (:status::text is null or status = :status)
                           and (:abilityId::text is null or ability_id = :abilityId)
                           and (:action::text is null or action = :action)
                           and (:batchId::text is null or batch_id = :batchId)
                           and (:from::timestamptz is null or created_at >= :from)
                           and (:to::timestamptz is null or created_at < :to)
                        """ + tail)
                .param("userId", userId)
                .param(
                        "status",
                        filter.status() == null ? null : filter.status().word())
                .param("abilityId", filter.abilityId())
                .param("action", filter.action())
                .param("batchId", filter.batchId())
                .param("from", filter.from() == null ? null : filter.from().atOffset(ZoneOffset.UTC))
                .param("to", filter.to() == null ? null : filter.to().atOffset(ZoneOffset.UTC));
    }
}
