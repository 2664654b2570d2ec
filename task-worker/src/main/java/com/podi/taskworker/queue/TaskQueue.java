package com.podi.taskworker.queue;

import com.podi.contracts.error.ErrorCode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The way of a task through its states. What is written of a running task names the lease, so a worker that lost its
 * task can no longer touch it. All times are the database's.
 */
@Repository
@Transactional
public class TaskQueue {

    /** No task lives longer than this after its submit. */
    public static final Duration LONGEST_LIFE = Duration.ofHours(23);

    private static final String LEASE_HELD =
            " where task_id = :taskId and attempt = :attempt and worker = :worker and status = 'running' ";
    private static final String OUTLIVED = "deadline_at < now() and not cancel_at_deadline";
    private static final String LOST = "and lease_until < now()";
    // Where many leases are asked for at once, the status is not: only running tasks have a worker, and the planner,
    // which knows of hardly any that run, would look at all of them for each lease.

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final TaskRows rows;
    private final Lanes lanes;

    TaskQueue(JdbcClient jdbc, JsonMapper json, Lanes lanes) {
        this.jdbc = jdbc;
        this.lanes = lanes;
        this.json = json;
        this.rows = new TaskRows(json);
    }

    /**
     * Writes the task down as {@code pending}, before anything is frozen for it.
     *
     * @param uploadsUntil until when it may wait for its pictures
     * @return false if the same call has written it down before
     */
    public boolean submit(NewTask task, String lane, Duration uploadsUntil) {
        if (submitted(task.taskId(), task.operationId())) {
            return false;
        }
        try {
            insert(task, lane, uploadsUntil);
        } catch (DuplicateKeyException taken) {
            throw ErrorCode.TASK_ID_TAKEN.because("%s", task.taskId());
        }
        task.awaitedUploads().forEach(key -> jdbc.sql("insert into awaited_uploads (task_id, object_key) values (?, ?)")
                .params(task.taskId(), key)
                .update());
        return true;
    }

    private boolean submitted(String taskId, String operationId) {
        return jdbc.sql("select exists (select from tasks where task_id = ? and operation_id = ?)")
                .params(taskId, operationId)
                .query(Boolean.class)
                .single();
    }

    private void insert(NewTask task, String lane, Duration uploadsUntil) {
        NewTask.Timing timing = task.timing();
        jdbc.sql("""
                        insert into tasks (task_id, user_id, ability_id, action, plan, images, metadata, points, log_id,
                                           trace_id, status, lane, priority, ability_limit, batch_id, batch_place, retry_of,
                                           operation_id, due_at, deadline_at, cancel_at_deadline, uploads_until)
                        values (:taskId, :userId, :abilityId, :action, :plan::jsonb, :images::jsonb, :metadata::jsonb,
                                :points, :logId, :traceId, 'pending', :lane, :priority, :abilityLimit, :batchId,
                                :batchPlace, :retryOf, :operationId, coalesce(:notBefore::timestamptz, now()),
                                now() + make_interval(secs => :life), :ownDeadline,
                                case when :awaits then now() + make_interval(secs => :uploadsUntil) end)
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
                .param("lane", lane)
                .param("priority", timing.priority())
                .param("abilityLimit", task.plan().limits().maxConcurrency())
                .param("batchId", task.batch() == null ? null : task.batch().batchId())
                .param("batchPlace", task.batch() == null ? null : task.batch().number())
                .param("retryOf", task.retryOf())
                .param("operationId", task.operationId())
                .param(
                        "notBefore",
                        timing.notBefore() == null ? null : timing.notBefore().atOffset(ZoneOffset.UTC))
                .param("life", seconds(timing.cancelAfter() == null ? LONGEST_LIFE : timing.cancelAfter()))
                .param("ownDeadline", timing.cancelAfter() != null)
                .param("awaits", !task.awaitedUploads().isEmpty())
                .param("uploadsUntil", seconds(uploadsUntil))
                .update();
    }

    /**
     * Notes the frozen points of a task that waits for its pictures.
     *
     * @return whether it still waits; if not, its pictures have come meanwhile, or its intake was given up
     */
    public boolean awaitUploads(String taskId, Optional<String> holdId) {
        jdbc.sql("update tasks set hold_id = :holdId where task_id = :taskId and status = 'pending'")
                .param("holdId", holdId.orElse(null))
                .param("taskId", taskId)
                .update();
        // Whoever takes note of the last picture locks the row before it looks, as we did: one of us sees what the
        // other did.
        return jdbc.sql("""
                        select exists (select from tasks join awaited_uploads using (task_id)
                                       where task_id = ? and status = 'pending')
                        """).param(taskId).query(Boolean.class).single();
    }

    /**
     * Lets workers have the task.
     *
     * @param holdId of the frozen points; empty if the task costs nothing
     * @return the task; empty if the intake was given up in between
     */
    public Optional<AbilityTask> enqueue(String taskId, Optional<String> holdId) {
        return announceQueued(jdbc.sql("""
                                update tasks set status = 'queued', status_sequence = status_sequence + 1,
                                                 hold_id = coalesce(:holdId, hold_id), queued_at = now(),
                                                 due_at = greatest(due_at, now()), uploads_until = null
                                where task_id = :taskId and status = 'pending'
                                returning *
                                """)
                .param("holdId", holdId.orElse(null))
                .param("taskId", taskId)
                .query(rows)
                .optional());
    }

    /** Takes back a task for which no points could be frozen; it never was one. */
    public boolean withdraw(String taskId) {
        return jdbc.sql("delete from tasks where task_id = ? and status = 'pending'")
                        .param(taskId)
                        .update()
                == 1;
    }

    /** Tasks whose intake began long ago and never ended; not those that wait for their pictures. */
    @Transactional(readOnly = true)
    public List<AbilityTask> stuckInIntake(Duration age, int limit) {
        return jdbc.sql("""
                        select * from tasks
                        where status = 'pending' and created_at < now() - make_interval(secs => ?)
                          and (uploads_until is null or hold_id is null and points > 0)
                        order by created_at limit ?
                        """).params(seconds(age), limit).query(rows).list();
    }

    /** Tasks that waited too long for their pictures. */
    @Transactional(readOnly = true)
    public List<AbilityTask> uploadsOverdue(int limit) {
        return jdbc.sql("""
                        select * from tasks where status = 'pending' and uploads_until < now()
                        order by uploads_until limit ?
                        """).param(limit).query(rows).list();
    }

    /** @return tasks that have nothing left to wait for now that this picture is there */
    public List<AbilityTask> uploaded(String objectKey) {
        List<String> waiting = jdbc.sql("delete from awaited_uploads where object_key = ? returning task_id")
                .param(objectKey)
                .query(String.class)
                .list();
        return waiting.stream()
                .sorted()
                .flatMap(taskId -> jdbc
                        .sql("select * from tasks where task_id = ? and status = 'pending' for update")
                        .param(taskId)
                        .query(rows)
                        .stream())
                .filter(task -> task.points() == 0 || task.holdId() != null)
                .filter(task -> jdbc.sql("select not exists (select from awaited_uploads where task_id = ?)")
                        .param(task.taskId())
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    /** A picture that tasks of the user wait for. */
    public record Awaited(String objectKey, String userId) {}

    @Transactional(readOnly = true)
    public List<Awaited> awaitedUploads(int limit) {
        return jdbc.sql("""
                        select object_key, user_id from awaited_uploads join tasks using (task_id)
                        where status = 'pending' group by object_key, user_id
                        -- Those that never come must not hide the others.
                        order by random() limit ?
                        """).param(limit).query(Awaited.class).list();
    }

    /** Gives up a task that is still in intake. */
    public Optional<AbilityTask> abandonIntake(String taskId, Optional<String> holdId, ErrorCode error) {
        return announce(jdbc.sql("""
                                update tasks set status = 'failed', status_sequence = status_sequence + 1,
                                                 hold_id = coalesce(:holdId, hold_id), error = :error,
                                                 finished_at = now()
                                where task_id = :taskId and status = 'pending'
                                returning *
                                """)
                .param("holdId", holdId.orElse(null))
                .param("error", error.name())
                .param("taskId", taskId)
                .query(rows)
                .optional());
    }

    /**
     * @param held leases that are still ours
     * @param cancelRequested those of them whose task is to end
     */
    public record Renewal(Set<Lease> held, Set<Lease> cancelRequested) {}

    /** Renews leases; those that are missing in the answer are lost. */
    public Renewal renew(Collection<Lease> leases, Duration lease) {
        if (leases.isEmpty()) {
            return new Renewal(Set.of(), Set.of());
        }
        Map<Lease, Boolean> renewed = new HashMap<>();
        of(leases, """
                        update tasks set lease_until = now() + make_interval(secs => :lease)
                        from unnest(:ids::text[], :attempts::int[], :workers::text[]) as held (task_id, attempt, worker)
                        where tasks.task_id = held.task_id and tasks.attempt = held.attempt
                          and tasks.worker = held.worker
                        returning tasks.task_id, tasks.attempt, tasks.worker, cancel_requested
                        """)
                .param("lease", seconds(lease))
                .query((row, number) -> renewed.put(
                        new Lease(row.getString("task_id"), row.getInt("attempt"), row.getString("worker")),
                        row.getBoolean("cancel_requested")))
                .list();
        return new Renewal(
                Set.copyOf(renewed.keySet()),
                renewed.entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Progress only rises: another attempt says nothing before it has come farther than the one before. Whose row somebody
     * else is writing is left out, since those who lock many rows would wait for each other.
     *
     * @return whose progress is written
     */
    public Set<Lease> progress(Map<Lease, Integer> percents) {
        List<Lease> leases = List.copyOf(percents.keySet());
        List<AbilityTask> written = of(leases, """
                        with told as materialized (
                            select task_id, percent
                            from unnest(:ids::text[], :attempts::int[], :workers::text[], :percents::int[])
                                 as news (task_id, told_in, told_by, percent)
                            join tasks using (task_id)
                            where attempt = told_in and worker = told_by and progress < percent
                            for update of tasks skip locked)
                        update tasks set progress = percent from told
                        where tasks.task_id = told.task_id
                        returning tasks.*
                        """)
                .param("percents", each(leases, percents::get, Integer[]::new))
                .query(rows)
                .list();
        notifyChanged(jdbc, written);
        return leases.stream()
                .filter(lease -> written.stream()
                        .anyMatch(task -> task.taskId().equals(lease.taskId()) && task.attempt() == lease.attempt()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Ends running tasks; a task whose owner wants it canceled is, whatever came out of it, and one that was stopped
     * since it lived too long has failed.
     *
     * @return those that have ended now, by their id; of the others the lease was lost, and nothing is written
     */
    public Map<String, AbilityTask> end(Collection<Ending> endings) {
        return end(endings, "");
    }

    /** Ends the task of a lost worker; empty if the worker has come back in time. */
    public Optional<AbilityTask> endOfLostWorker(Ending ending) {
        return end(List.of(ending), LOST).values().stream().findFirst();
    }

    private Map<String, AbilityTask> end(Collection<Ending> endings, String condition) {
        List<AbilityTask> ended = of(endings.stream().map(Ending::lease).toList(), """
                        update tasks set
                            status = case when not cancel_requested then ending.status
                                          when %1$s then 'failed' else 'canceled' end,
                            result = case when cancel_requested then null else ending.result::jsonb end,
                            error = case when not cancel_requested then ending.error
                                         when %1$s then 'EXECUTOR_TIMEOUT' end,
                            error_reason = case when not cancel_requested then ending.reason::jsonb end,
                            progress = case when ending.status = 'completed' and not cancel_requested
                                       then 100 else progress end,
                            status_sequence = status_sequence + 1, finished_at = now(),
                            worker = null, lease_until = null
                        from unnest(:ids::text[], :attempts::int[], :workers::text[], :statuses::text[],
                                    :results::text[], :errors::text[], :reasons::text[])
                             as ending (task_id, attempt, worker, status, result, error, reason)
                        where tasks.task_id = ending.task_id and tasks.attempt = ending.attempt
                          and tasks.worker = ending.worker %2$s
                        returning tasks.*
                        """.formatted(OUTLIVED, condition))
                .param("statuses", each(endings, ending -> ending.status().word(), String[]::new))
                .param("results", each(endings, this::result, String[]::new))
                .param(
                        "errors",
                        each(
                                endings,
                                ending -> ending.error() == null
                                        ? null
                                        : ending.error().name(),
                                String[]::new))
                .param("reasons", each(endings, this::reason, String[]::new))
                .query(rows)
                .list();
        notifyChanged(jdbc, ended);
        if (ended.stream().anyMatch(AbilityTask::mayHaveKeptOthersWaiting)) {
            notifyQueued(jdbc);
        }
        return ended.stream().collect(Collectors.toUnmodifiableMap(AbilityTask::taskId, Function.identity()));
    }

    private @Nullable String result(Ending ending) {
        return ending.result() == null ? null : json.writeValueAsString(ending.result());
    }

    private @Nullable String reason(Ending ending) {
        return ending.reason() == null ? null : json.writeValueAsString(ending.reason());
    }

    /**
     * Gives the task back to the queue, to be begun anew after the delay, perhaps in another lane.
     *
     * @return empty if the lease was lost, or its owner wants the task canceled: then it can only be ended
     */
    public Optional<AbilityTask> requeue(Lease lease, Duration delay, String lane) {
        return requeue(
                lease,
                ", handle = null, handle_lane = null, lane = :lane, due_at = now() + make_interval(secs => :delay)",
                "",
                Map.of("lane", lane, "delay", seconds(delay)));
    }

    /** The same in the same lane, where what was begun elsewhere is gone on with. */
    public Optional<AbilityTask> requeue(Lease lease, Duration delay) {
        return requeue(lease, ", due_at = now() + make_interval(secs => :delay)", "", Map.of("delay", seconds(delay)));
    }

    /**
     * Remembers how to find again what was begun elsewhere, for whoever goes on with the task in this lane.
     *
     * @return false if the lease was lost
     */
    @Transactional(propagation = Propagation.SUPPORTS)
    public boolean keepHandle(Lease lease, String handle) {
        return fenced("update tasks set handle = :handle, handle_lane = lane" + LEASE_HELD, lease)
                        .param("handle", handle)
                        .update()
                == 1;
    }

    @Transactional(propagation = Propagation.SUPPORTS)
    public boolean isHeld(Lease lease) {
        return fenced("select exists (select from tasks" + LEASE_HELD + ")", lease)
                .query(Boolean.class)
                .single();
    }

    /** Has whoever watches the task look at its journal. */
    public void announceLine(AbilityTask task) {
        notifyChanged(jdbc, List.of(task));
    }

    /** The lane that such a task waits in next: that of another executor, where it has one. */
    public String laneAfter(AbilityTask failed) {
        return lanes.firstOpen(Lane.after(failed.lane(), failed.plan()));
    }

    /** Gives the task back as if it had not been started; empty for the same reasons. */
    public Optional<AbilityTask> giveBack(Lease lease) {
        return requeue(lease, ", forgiven = forgiven + 1", "", Map.of());
    }

    /**
     * Gives the task of a lost worker back to the queue, at once the first time and later each time after that; empty if
     * the worker has come back in time.
     */
    public Optional<AbilityTask> takeFromLostWorker(Lease lease) {
        return requeue(lease, """
                , losses = losses + 1, forgiven = forgiven + 1,
                due_at = now() + make_interval(secs => case when losses = 0 then 0 else power(2, losses) end)
                """, LOST, Map.of());
    }

    private Optional<AbilityTask> requeue(Lease lease, String changes, String condition, Map<String, Object> values) {
        return announceQueued(
                fenced("""
                                update tasks set status = 'queued', status_sequence = status_sequence + 1,
                                                 worker = null, lease_until = null
                                """ + changes + LEASE_HELD + "and not cancel_requested " + condition + " returning *", lease)
                        .params(values)
                        .query(rows)
                        .optional());
    }

    /** Ends a task that waits; empty if it does not. */
    public Optional<AbilityTask> cancelWaiting(String taskId) {
        return endWaiting(taskId, "canceled", null);
    }

    /** Ends a task that waits, for a reason; empty if it does not wait. */
    public Optional<AbilityTask> failWaiting(String taskId, ErrorCode error) {
        return endWaiting(taskId, "failed", error.name());
    }

    private Optional<AbilityTask> endWaiting(String taskId, String status, @Nullable String error) {
        return announce(jdbc.sql("""
                        update tasks set status = :status, status_sequence = status_sequence + 1, error = :error,
                                         finished_at = now()
                        where task_id = :taskId
                          and (status = 'queued' or status = 'pending' and uploads_until is not null
                                                    and (hold_id is not null or points = 0))
                        returning *
                        """)
                .param("status", status)
                .param("error", error)
                .param("taskId", taskId)
                .query(rows)
                .optional());
    }

    /** Has the worker that runs the task, or the intake that is about to queue it, end it. */
    public boolean requestCancel(String taskId) {
        boolean requested = jdbc.sql("""
                                update tasks set cancel_requested = true
                                where task_id = ? and status in ('pending', 'running')
                                """).param(taskId).update() == 1;
        if (requested) {
            jdbc.sql("select pg_notify(?, ?)")
                    .params(TaskChannels.CANCEL, taskId)
                    .query()
                    .singleRow();
        }
        return requested;
    }

    /** Tasks that have reached their deadline and have not ended. */
    @Transactional(readOnly = true)
    public List<AbilityTask> pastDeadline(int limit) {
        return jdbc.sql("""
                        select * from tasks
                        where status in ('pending', 'queued', 'running') and deadline_at < now()
                          and (status = 'queued' or not cancel_requested)
                        order by deadline_at limit ?
                        """).param(limit).query(rows).list();
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

    /** A statement about many leases: their {@code ids}, {@code attempts} and {@code workers}, in one order. */
    private JdbcClient.StatementSpec of(Collection<Lease> leases, String sql) {
        return jdbc.sql(sql)
                .param("ids", each(leases, Lease::taskId, String[]::new))
                .param("attempts", each(leases, Lease::attempt, Integer[]::new))
                .param("workers", each(leases, Lease::worker, String[]::new));
    }

    private JdbcClient.StatementSpec fenced(String statement, Lease lease) {
        return jdbc.sql(statement)
                .param("taskId", lease.taskId())
                .param("attempt", lease.attempt())
                .param("worker", lease.worker());
    }

    private Optional<AbilityTask> announce(Optional<AbilityTask> changed) {
        changed.ifPresent(task -> notifyChanged(jdbc, List.of(task)));
        return changed;
    }

    private Optional<AbilityTask> announceQueued(Optional<AbilityTask> changed) {
        changed.ifPresent(task -> jdbc.sql("select pg_notify(?, ''), pg_notify(?, ?)")
                .params(TaskChannels.QUEUED, TaskChannels.CHANGED, line(task))
                .query()
                .singleRow());
        return changed;
    }

    static void notifyChanged(JdbcClient jdbc, Collection<AbilityTask> tasks) {
        if (!tasks.isEmpty()) {
            jdbc.sql("""
                            select pg_notify(:channel, string_agg(line, E'\\n'))
                            from unnest(:lines::text[]) with ordinality as news (line, number)
                            group by number / :together
                            """)
                    .param("channel", TaskChannels.CHANGED)
                    .param("lines", each(tasks, TaskQueue::line, String[]::new))
                    .param("together", TaskChannels.NEWS_TOGETHER)
                    .query()
                    .listOfRows();
        }
    }

    private static String line(AbilityTask task) {
        return String.join(" ", task.taskId(), task.status().word(), task.userId());
    }

    static void notifyQueued(JdbcClient jdbc) {
        jdbc.sql("select pg_notify(?, '')").param(TaskChannels.QUEUED).query().singleRow();
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static <T, V> V[] each(Collection<T> things, Function<T, @Nullable V> value, IntFunction<V[]> array) {
        return things.stream().map(value).toArray(array);
    }
}
