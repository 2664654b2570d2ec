package com.podi.taskworker.queue;

import com.podi.contracts.error.ErrorCode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The durable queue. Claims skip rows that others are claiming; every later write names the lease, so a worker that lost
 * its task can no longer touch it. All times are the database's.
 */
@Repository
@Transactional
public class TaskQueue {

    private static final String LOST = "and lease_until < now()";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final TaskRows rows;

    TaskQueue(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = new TaskRows(json);
    }

    /** Writes the task down as {@code pending}, before anything is frozen for it. */
    public void submit(NewTask task) {
        try {
            jdbc.sql("""
                            insert into tasks (task_id, user_id, ability_id, action, plan, images, metadata, points,
                                               log_id, trace_id, status)
                            values (:taskId, :userId, :abilityId, :action, :plan::jsonb, :images::jsonb,
                                    :metadata::jsonb, :points, :logId, :traceId, 'pending')
                            """)
                    .param("taskId", task.taskId())
                    .param("userId", task.userId())
                    .param("abilityId", task.plan().abilityId())
                    .param("action", task.plan().action())
                    .param("plan", json.writeValueAsString(task.plan()))
                    .param("images", json.writeValueAsString(task.images()))
                    .param("metadata", json.writeValueAsString(task.metadata()))
                    .param("points", task.plan().price().points())
                    .param("logId", task.logId())
                    .param("traceId", task.traceId())
                    .update();
        } catch (DuplicateKeyException taken) {
            throw ErrorCode.TASK_ID_TAKEN.because("%s", task.taskId());
        }
    }

    /**
     * Lets workers have the task.
     *
     * @param holdId of the frozen points; empty if the task costs nothing
     * @return false if the intake was given up in between
     */
    public boolean enqueue(String taskId, Optional<String> holdId) {
        return announceQueued(
                taskId,
                jdbc.sql("""
                                update tasks set status = 'queued', status_sequence = status_sequence + 1,
                                                 hold_id = :holdId, queued_at = now(), due_at = now()
                                where task_id = :taskId and status = 'pending'
                                """)
                        .param("holdId", holdId.orElse(null))
                        .param("taskId", taskId)
                        .update());
    }

    /** Takes back a task for which no points could be frozen; it never was one. */
    public boolean withdraw(String taskId) {
        return jdbc.sql("delete from tasks where task_id = ? and status = 'pending'")
                        .param(taskId)
                        .update()
                == 1;
    }

    /** Tasks whose intake began long ago and never ended. */
    @Transactional(readOnly = true)
    public List<AbilityTask> stuckInIntake(Duration age, int limit) {
        return jdbc.sql("""
                        select * from tasks
                        where status = 'pending' and created_at < now() - make_interval(secs => ?)
                        order by created_at limit ?
                        """).params(seconds(age), limit).query(rows).list();
    }

    /** Gives up a task that is still in intake. */
    public boolean abandonIntake(String taskId, Optional<String> holdId, ErrorCode error) {
        return announce(
                taskId,
                jdbc.sql("""
                                update tasks set status = 'failed', status_sequence = status_sequence + 1,
                                                 hold_id = :holdId, error = :error, finished_at = now()
                                where task_id = :taskId and status = 'pending'
                                """)
                        .param("holdId", holdId.orElse(null))
                        .param("error", error.name())
                        .param("taskId", taskId)
                        .update());
    }

    /** Takes up to {@code limit} waiting tasks, each under a lease of its own. */
    public List<ClaimedTask> claim(String worker, int limit, Duration lease) {
        List<ClaimedTask> claimed = jdbc.sql("""
                        with due as materialized (
                            select task_id from tasks where status = 'queued' and due_at <= now()
                            order by due_at, task_id limit :limit for update skip locked)
                        update tasks set status = 'running', status_sequence = status_sequence + 1,
                                         attempt = attempt + 1, worker = :worker, progress = 0,
                                         lease_until = now() + make_interval(secs => :lease),
                                         started_at = coalesce(started_at, now())
                        where task_id in (select task_id from due)
                        returning *
                        """)
                .param("worker", worker)
                .param("lease", seconds(lease))
                .param("limit", limit)
                .query(rows.claimed())
                .list();
        claimed.forEach(task -> notifyChanged(task.task().taskId()));
        return claimed;
    }

    /** Renews leases; those that are missing in the answer are lost. */
    public Set<Lease> renew(Collection<Lease> leases, Duration lease) {
        return leases.stream()
                .filter(held -> jdbc.sql("""
                                        update tasks set lease_until = now() + make_interval(secs => :lease)
                                        where task_id = :taskId and attempt = :attempt and worker = :worker
                                          and status = 'running'
                                        """)
                                .param("lease", seconds(lease))
                                .param("taskId", held.taskId())
                                .param("attempt", held.attempt())
                                .param("worker", held.worker())
                                .update()
                        == 1)
                .collect(Collectors.toSet());
    }

    /** Progress only rises within an attempt. */
    public void progress(Lease lease, int percent) {
        announce(
                lease.taskId(),
                fenced("update tasks set progress = :percent", "and progress < :percent", lease)
                        .param("percent", percent)
                        .update());
    }

    /** @return false if the lease was lost; then nothing is written */
    public boolean complete(Lease lease, TaskResult result) {
        return announce(
                lease.taskId(),
                fenced("""
                                update tasks set status = 'completed', status_sequence = status_sequence + 1,
                                                 progress = 100, result = :result::jsonb, finished_at = now(),
                                                 worker = null, lease_until = null
                                """, "", lease)
                        .param("result", json.writeValueAsString(result))
                        .update());
    }

    /** @return false if the lease was lost; then nothing is written */
    public boolean fail(Lease lease, ErrorCode error) {
        return fail(lease, error, "");
    }

    /** Ends the task of a lost worker; false if the worker has come back in time. */
    public boolean failOfLostWorker(Lease lease, ErrorCode error) {
        return fail(lease, error, LOST);
    }

    private boolean fail(Lease lease, ErrorCode error, String condition) {
        return announce(
                lease.taskId(),
                fenced("""
                                update tasks set status = 'failed', status_sequence = status_sequence + 1,
                                                 error = :error, finished_at = now(), worker = null, lease_until = null
                                """, condition, lease).param("error", error.name()).update());
    }

    /** Gives the task back to the queue, to be claimed again after the delay. */
    public boolean requeue(Lease lease, Duration delay) {
        return requeue(lease, delay, "");
    }

    /** Gives the task of a lost worker back to the queue; false if the worker has come back in time. */
    public boolean takeFromLostWorker(Lease lease) {
        return requeue(lease, Duration.ZERO, LOST);
    }

    private boolean requeue(Lease lease, Duration delay, String condition) {
        return announceQueued(
                lease.taskId(),
                fenced("""
                                update tasks set status = 'queued', status_sequence = status_sequence + 1,
                                                 worker = null, lease_until = null,
                                                 due_at = now() + make_interval(secs => :delay)
                                """, condition, lease).param("delay", seconds(delay)).update());
    }

    /** Running tasks whose worker has not renewed its lease. */
    @Transactional(readOnly = true)
    public List<ClaimedTask> abandoned(int limit) {
        return jdbc.sql(
                        "select * from tasks where status = 'running' and lease_until < now() order by lease_until limit ?")
                .param(limit)
                .query(rows.claimed())
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<AbilityTask> find(String taskId) {
        return jdbc.sql("select * from tasks where task_id = ?")
                .param(taskId)
                .query(rows)
                .optional();
    }

    /** Which tasks are wanted; what is absent does not matter. */
    public record Filter(
            @Nullable TaskStatus status,
            @Nullable String abilityId,
            @Nullable String action) {}

    @Transactional(readOnly = true)
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

    @Transactional(readOnly = true)
    public long count(String userId, Filter filter) {
        return filtered("select count(*) from tasks", "", userId, filter)
                .query(Long.class)
                .single();
    }

    /** How many waiting tasks will be claimed before this one; 0 if it is next or does not wait. */
    @Transactional(readOnly = true)
    public long positionOf(String taskId) {
        return jdbc.sql("""
                        select count(*) from tasks mine join tasks other on other.status = 'queued'
                            and (other.due_at, other.task_id) < (mine.due_at, mine.task_id)
                        where mine.task_id = ? and mine.status = 'queued'
                        """).param(taskId).query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String select, String tail, String userId, Filter filter) {
        return jdbc.sql(select + """
                         where user_id = :userId
                           and (:status::text is null or status = :status)
                           and (:abilityId::text is null or ability_id = :abilityId)
                           and (:action::text is null or action = :action)
                        """ + tail)
                .param("userId", userId)
                .param(
                        "status",
                        filter.status() == null ? null : filter.status().word())
                .param("abilityId", filter.abilityId())
                .param("action", filter.action());
    }

    private JdbcClient.StatementSpec fenced(String update, String condition, Lease lease) {
        return jdbc.sql(update
                        + " where task_id = :taskId and attempt = :attempt and worker = :worker and status = 'running' "
                        + condition)
                .param("taskId", lease.taskId())
                .param("attempt", lease.attempt())
                .param("worker", lease.worker());
    }

    private boolean announce(String taskId, int changed) {
        if (changed == 1) {
            notifyChanged(taskId);
        }
        return changed == 1;
    }

    private boolean announceQueued(String taskId, int changed) {
        if (changed == 1) {
            notifyQueued();
        }
        return announce(taskId, changed);
    }

    private void notifyChanged(String taskId) {
        jdbc.sql("select pg_notify(?, ?)")
                .params(TaskChannels.CHANGED, taskId)
                .query()
                .singleRow();
    }

    private void notifyQueued() {
        jdbc.sql("select pg_notify(?, '')").param(TaskChannels.QUEUED).query().singleRow();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
