package com.podi.taskworker.queue;

import com.podi.contracts.ability.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes tasks out of a lane. Whoever claims holds the lane's row, so that the limit of its executor is counted over all
 * replicas; users take turns, the one served longest ago first, and each one's tasks go by priority.
 */
@Repository
public class Claims {

    /**
     * Open at its end. The users are found from behind, where the index has tasks that wait, and not those that were
     * claimed since it was last cleaned. Of each user twice an equal share is looked at first, and more only where that does not fill the
     * places: where many wait of many users, reading all that might have its turn would take longer than all the rest.
     */
    private static final String TASKS_OF_NEXT_USERS = """
            select task.*, served_at from next_users
            cross join lateral (
                select task_id, user_id, ability_id,
                       row_number() over (order by priority desc, due_at, task_id) as place
                from startable
                where startable.user_id = next_users.user_id
                order by priority desc, due_at, task_id
            """;

    private final JdbcClient jdbc;
    private final TaskRows rows;

    Claims(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.rows = new TaskRows(json);
    }

    /**
     * @return up to {@code limit} tasks of the lane, each under a lease of its own; nothing at all if another replica is
     *     claiming there at this moment
     */
    @Transactional
    public Optional<List<ClaimedTask>> claim(String lane, String worker, int limit, Duration lease) {
        Optional<Held> held = hold(lane);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        List<AbilityRoom> limited = held.get().limitedTasks() ? lockLimitedAbilities(lane) : List.of();
        List<ClaimedTask> claimed = take(lane, limited, worker, limit, lease);
        noteWorkflow(lane, held.get().lastWorkflow(), claimed);
        TaskQueue.notifyChanged(jdbc, claimed.stream().map(ClaimedTask::task).toList());
        return Optional.of(claimed);
    }

    /** Who runs the same again finds its models loaded. */
    private void noteWorkflow(String lane, @Nullable String last, List<ClaimedTask> claimed) {
        claimed.stream()
                .map(task -> task.task().plan().workflow())
                .filter(Objects::nonNull)
                .reduce((former, latter) -> latter)
                .map(Plan.Workflow::id)
                .filter(workflow -> !workflow.equals(last))
                .ifPresent(workflow -> jdbc.sql("update lanes set last_workflow = ? where lane = ?")
                        .params(workflow, lane)
                        .update());
    }

    /** @param limitedTasks whether tasks wait here whose ability has a limit of its own */
    private record Held(boolean limitedTasks, @Nullable String lastWorkflow) {}

    private Optional<Held> hold(String lane) {
        return jdbc.sql("""
                        select exists (select from tasks
                                       where status = 'queued' and tasks.lane = lanes.lane
                                         and ability_limit is not null) as limited_tasks,
                               last_workflow
                        from lanes where lane = ? and open for update skip locked
                        """).param(lane).query(Held.class).optional();
    }

    /** @param places how many more tasks of the ability may run, in whichever lane */
    private record AbilityRoom(String abilityId, long places) {}

    /** The limits of abilities hold across lanes: one claim at a time counts them, in an order that cannot deadlock. */
    private List<AbilityRoom> lockLimitedAbilities(String lane) {
        List<String> abilities = jdbc.sql("""
                        select distinct ability_id from tasks
                        where status = 'queued' and lane = ? and ability_limit is not null
                        order by ability_id
                        """).param(lane).query(String.class).list();
        for (String ability : abilities) {
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                    .param("ability " + ability)
                    .query()
                    .singleRow();
        }
        return jdbc.sql("""
                        select * from (
                            select ability_id, (select min(ability_limit) from tasks
                                                where status = 'queued' and lane = :lane
                                                  and tasks.ability_id = ability.ability_id)
                                             - (select count(*) from tasks
                                                where status = 'running' and ability_limit is not null
                                                  and tasks.ability_id = ability.ability_id) as places
                            from unnest(:abilities::text[]) as ability (ability_id)) as room
                        where places > 0
                        """)
                .param("lane", lane)
                .param("abilities", abilities.toArray(String[]::new))
                .query(AbilityRoom.class)
                .list();
    }

    private List<ClaimedTask> take(String lane, List<AbilityRoom> limited, String worker, int limit, Duration lease) {
        record Turn(long number, ClaimedTask claimed) {}
        List<Turn> turns = jdbc.sql("""
                        with recursive startable as not materialized (
                            select task_id, user_id, ability_id, priority, due_at from tasks
                            where status = 'queued' and lane = :lane and due_at <= now()
                              and (ability_limit is null or ability_id = any (:abilities::text[]))
                        ), waiting (user_id) as (
                            (select user_id from startable order by user_id desc limit 1)
                            union all
                            select (select startable.user_id from startable
                                    where startable.user_id < waiting.user_id
                                    order by startable.user_id desc limit 1)
                            from waiting where user_id is not null
                        ), room (places) as (
                            select case when max_concurrency is null then :limit
                                        else greatest(0, least(:limit, max_concurrency - (
                                            select count(*) from tasks where status = 'running' and tasks.lane = :lane)))
                                   end
                            from lanes where lane = :lane
                        ), next_users as materialized (
                            select waiting.user_id, served_at from waiting
                            left join lane_turns on lane_turns.lane = :lane and lane_turns.user_id = waiting.user_id
                            where waiting.user_id is not null
                            order by served_at nulls first, waiting.user_id
                            limit (select places from room)
                        ), share (tasks) as (
                            select 2 * (places / greatest(1, (select count(*) from next_users)) + 1) from room
                        ), first_tasks as materialized (
                            %1$s offset 0 limit (select tasks from share)) as task
                        ), candidates as (
                            select task.*, coalesce(ability.places, :limit) as ability_places
                            from (
                                select * from first_tasks
                                union all
                                %1$s offset (select tasks from share) limit (select places from room)) as task
                                where (select count(*) from first_tasks) < (select places from room)
                                   or cardinality(:abilities::text[]) > 0
                            ) as task
                            left join unnest(:abilities::text[], :places::bigint[]) as ability (ability_id, places) using (ability_id)
                        ), allowed as (
                            select *, row_number() over (
                                partition by ability_id order by place, served_at nulls first, user_id) as ability_place
                            from candidates
                        ), turns as (
                            select task_id, user_id,
                                   row_number() over (order by place, served_at nulls first, user_id) as turn
                            from allowed where ability_place <= ability_places
                            order by turn limit (select places from room)
                        ), served as (
                            insert into lane_turns (lane, user_id, served_at)
                            select :lane, user_id, clock_timestamp() + max(turn) * interval '1 microsecond'
                            from turns group by user_id
                            on conflict (lane, user_id) do update set served_at = excluded.served_at
                        )
                        update tasks set status = 'running', status_sequence = status_sequence + 1,
                                         attempt = attempt + 1, worker = :worker,
                                         lease_until = now() + make_interval(secs => :lease),
                                         started_at = coalesce(started_at, now())
                        from turns
                        where tasks.task_id = turns.task_id and status = 'queued'
                        returning tasks.*, turn
                        """.formatted(TASKS_OF_NEXT_USERS))
                .param("lane", lane)
                .param("abilities", limited.stream().map(AbilityRoom::abilityId).toArray(String[]::new))
                .param("places", limited.stream().map(AbilityRoom::places).toArray(Long[]::new))
                .param("worker", worker)
                .param("limit", limit)
                .param("lease", TaskQueue.seconds(lease))
                .query((row, number) ->
                        new Turn(row.getLong("turn"), rows.claimed().mapRow(row, number)))
                .list();
        List<Turn> inOrder = new ArrayList<>(turns);
        inOrder.sort(Comparator.comparingLong(Turn::number));
        return inOrder.stream().map(Turn::claimed).toList();
    }
}
