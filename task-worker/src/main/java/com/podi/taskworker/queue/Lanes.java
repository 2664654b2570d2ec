package com.podi.taskworker.queue;

import com.podi.contracts.ability.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The lanes in which tasks wait: which there are, how full they are, and whose executor has gone. */
@Repository
@Transactional
public class Lanes {

    private static final String WANTING = """
            select lane from lanes
            where open
              and exists (select from tasks where status = 'queued' and tasks.lane = lanes.lane and due_at <= now())
              and (max_concurrency is null or max_concurrency > (
                      select count(*) from tasks where status = 'running' and tasks.lane = lanes.lane))
            """;

    /** An SQL condition: there are tasks that could start now. */
    public static final String TASKS_COULD_START = "exists (" + WANTING + ")";

    private static final int MOVED_AT_ONCE = 200;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    /** What this replica has written of each lane, so that not every submit writes it again. */
    private final Map<String, Optional<Integer>> introduced = new ConcurrentHashMap<>();

    Lanes(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Notes the lanes of a plan that was just made, and how much each executor can do at once. */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void introduce(Plan plan) {
        for (Lane lane : Lane.of(plan)) {
            Optional<Integer> limit = Optional.ofNullable(lane.maxConcurrency());
            if (!Lane.isBuiltIn(lane.name()) && !limit.equals(introduced.get(lane.name()))) {
                limitTo(lane.name(), lane.maxConcurrency());
                // Committed by itself, so that nothing is remembered that was not written.
                introduced.put(lane.name(), limit);
            }
        }
    }

    /** @param name of the lane
     *  @param waiting how many tasks wait for a place in it, counted up to the bound that was asked for */
    public record Choice(String name, int waiting) {}

    /**
     * The lane that a call waits in, if there is one with room: the one its plan prefers; or, where the plan goes by load,
     * the one in which it has to wait least. Where that is the same, the one whose executor is well and has run the same
     * workflow last, since its models are loaded.
     */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Choice choose(Plan plan, int countUpTo) {
        return choose(Lane.of(plan), plan, countUpTo);
    }

    private Choice choose(List<Lane> candidates, Plan plan, int countUpTo) {
        return jdbc.sql("""
                        select lane as name, waiting
                        from unnest(:names) with ordinality as candidate (lane, place)
                        left join lanes using (lane)
                        cross join lateral (
                            select count(*) as waiting from (
                                select from tasks where status = 'queued' and tasks.lane = candidate.lane
                                                    and due_at <= now()
                                limit :countUpTo) as counted) as waits
                        cross join lateral (
                            select waiting + count(*) as load from tasks
                            where status = 'running' and tasks.lane = candidate.lane) as has
                        order by coalesce(open, true) desc, waiting >= :countUpTo,
                                 case when not :byLoad then 0
                                      when load < coalesce(max_concurrency, load + 1) then 0
                                      else load::float / max_concurrency end,
                                 :byLoad and candidate.lane = any (:unwell::text[]),
                                 :byLoad and (last_workflow = :workflow::text) is not true,
                                 place
                        limit 1
                        """)
                .param("names", candidates.stream().map(Lane::name).toArray(String[]::new))
                .param("byLoad", plan.goesByLoad())
                .param("unwell", unwell(plan))
                .param(
                        "workflow",
                        plan.workflow() == null ? "" : plan.workflow().id())
                .param("countUpTo", countUpTo)
                .query(Choice.class)
                .single();
    }

    private static String[] unwell(Plan plan) {
        return plan.candidates().stream()
                .filter(candidate -> !candidate.healthy())
                .map(Plan.Candidate::executorId)
                .toArray(String[]::new);
    }

    /** The first of them whose executor is there; the first one if none is. However full it is: the other one has failed. */
    String firstOpen(List<Lane> candidates) {
        return jdbc.sql("""
                        select candidate.lane from unnest(:names::text[]) with ordinality as candidate (lane, place)
                        left join lanes using (lane)
                        order by coalesce(open, true) desc, place limit 1
                        """)
                .param("names", candidates.stream().map(Lane::name).toArray(String[]::new))
                .query(String.class)
                .single();
    }

    /** Lanes with tasks that could start now; one round trip, since a task that was just queued waits for it. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public List<String> wanting() {
        return jdbc.sql(WANTING).query(String.class).list();
    }

    /** Notes that the executor was changed then; false if it is known what came of a later change. */
    boolean isNews(String name, Instant at) {
        return jdbc.sql("""
                        insert into lanes (lane, executor_changed_at) values (:lane, :at)
                        on conflict (lane) do update set executor_changed_at = excluded.executor_changed_at
                        where coalesce(lanes.executor_changed_at <= excluded.executor_changed_at, true)
                        """)
                        .param("lane", name)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Changes how many tasks of an executor may run at once; what runs already goes on. */
    public void limitTo(String name, @Nullable Integer maxConcurrency) {
        jdbc.sql("""
                        insert into lanes (lane, max_concurrency) values (:lane, :maxConcurrency)
                        on conflict (lane) do update set max_concurrency = excluded.max_concurrency
                        where lanes.max_concurrency is distinct from excluded.max_concurrency
                        """)
                .param("lane", name)
                .param("maxConcurrency", maxConcurrency)
                .update();
        introduced.remove(name);
    }

    /** The executor works again: what waits in its lane may start. */
    public void open(String name) {
        jdbc.sql("update lanes set open = true where lane = ? and not open")
                .param(name)
                .update();
        TaskQueue.notifyQueued(jdbc);
    }

    /**
     * The executor has gone: nothing starts in its lane any more.
     *
     * @return how many tasks that waited there have moved to another lane; those that can run nowhere else wait on
     */
    public int close(String name) {
        jdbc.sql("update lanes set open = false where lane = ?").param(name).update();
        int moved = 0;
        String last = "";
        List<Waiting> waiting;
        do {
            waiting = waiting(name, last);
            for (Waiting task : waiting) {
                moved += move(task, name);
                last = task.taskId();
            }
        } while (waiting.size() == MOVED_AT_ONCE);
        TaskQueue.notifyQueued(jdbc);
        return moved;
    }

    /** Lanes without their executor in which tasks wait. */
    @Transactional(readOnly = true)
    public List<String> closed() {
        return jdbc.sql("""
                        select lane from lanes
                        where not open and exists (select from tasks where status = 'queued' and lane = lanes.lane)
                        """).query(String.class).list();
    }

    private record Waiting(String taskId, String plan) {}

    private List<Waiting> waiting(String name, String afterTaskId) {
        return jdbc.sql("""
                        select task_id, plan from tasks
                        where status = 'queued' and lane = ? and task_id > ? order by task_id limit ?
                        """)
                .params(name, afterTaskId, MOVED_AT_ONCE)
                .query(Waiting.class)
                .list();
    }

    private int move(Waiting task, String from) {
        Plan plan = json.readValue(task.plan(), Plan.class);
        List<Lane> others = new ArrayList<>(Lane.of(plan));
        others.removeIf(lane -> lane.name().equals(from));
        if (others.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                        update tasks set lane = :to
                        where task_id = :taskId and status = 'queued' and lane = :from
                          and exists (select from lanes where lane = :to and open)
                        """)
                .param("to", choose(others, plan, MOVED_AT_ONCE).name())
                .param("taskId", task.taskId())
                .param("from", from)
                .update();
    }

    /** @param oldest how long the task has waited that could start and has waited longest */
    public record Depth(String lane, long waiting, long running, Duration oldest) {}

    @Transactional(readOnly = true)
    public Map<String, Depth> depths() {
        Map<String, Depth> depths = new HashMap<>();
        jdbc.sql("""
                        select lane, count(*) filter (where status = 'queued') as waiting,
                               count(*) filter (where status = 'running') as running,
                               coalesce(extract(epoch from now() - min(due_at)
                                   filter (where status = 'queued' and due_at <= now())), 0) as oldest
                        from tasks where status in ('queued', 'running') group by lane
                        """)
                .query((row, number) -> new Depth(
                        row.getString("lane"), row.getLong("waiting"), row.getLong("running"), Duration.ofMillis((long)
                                (row.getDouble("oldest") * 1000))))
                .list()
                .forEach(depth -> depths.put(depth.lane(), depth));
        return Map.copyOf(depths);
    }

    /** Forgets whose turn was last where it was so long ago that it does not matter. */
    public void forgetOldTurns() {
        jdbc.sql("delete from lane_turns where served_at < now() - interval '1 day'")
                .update();
    }
}
