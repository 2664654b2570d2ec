package com.podi.taskworker.settlement;

import com.podi.taskworker.chore.Hurry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Written in the transaction that ends a task, delivered until the wallet has answered. */
@Repository
public class Settlements {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher publisher;

    Settlements(JdbcClient jdbc, ApplicationEventPublisher publisher) {
        this.jdbc = jdbc;
        this.publisher = publisher;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void confirm(String taskId, String holdId, long points) {
        record(taskId, holdId, Settlement.Decision.CONFIRM, points);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void release(String taskId, String holdId) {
        record(taskId, holdId, Settlement.Decision.RELEASE, 0);
    }

    private void record(String taskId, String holdId, Settlement.Decision decision, long points) {
        jdbc.sql("insert into settlements (task_id, hold_id, decision, points, state) values (?, ?, ?, ?, 'OPEN')")
                .params(taskId, holdId, decision.name(), points)
                .update();
        publisher.publishEvent(new Hurry(SettlementChore.class));
    }

    /** Takes what is due and keeps the other replicas from it for a while. */
    @Transactional
    List<Settlement> take(int limit, Duration claim) {
        return jdbc.sql("""
                        with due as materialized (
                            select task_id from settlements where state = 'OPEN' and due_at <= now()
                            order by due_at limit :limit for update skip locked)
                        update settlements set attempts = attempts + 1, due_at = now() + make_interval(secs => :claim)
                        where task_id in (select task_id from due)
                        returning task_id, hold_id, decision, points, attempts, created_at
                        """)
                .param("claim", claim.toSeconds())
                .param("limit", limit)
                .query(Settlement.class)
                .list();
    }

    @Transactional
    void postpone(String taskId, Duration delay) {
        jdbc.sql(
                        "update settlements set due_at = now() + make_interval(secs => ?) where task_id = ? and state = 'OPEN'")
                .params(delay.toSeconds(), taskId)
                .update();
    }

    @Transactional
    void settled(Collection<String> taskIds) {
        end(taskIds, "DONE");
    }

    /** The wallet will never do it; somebody has to look. */
    @Transactional
    void refused(String taskId) {
        end(List.of(taskId), "REFUSED");
    }

    private void end(Collection<String> taskIds, String state) {
        jdbc.sql("""
                        update settlements set state = :state, settled_at = now()
                        where task_id = any (:ids::text[]) and state = 'OPEN'
                        """)
                .param("state", state)
                .param("ids", taskIds.toArray(String[]::new))
                .update();
    }

    /** What is not settled: open ones and how long the oldest has been, and those that the wallet refused. */
    record Backlog(long open, Duration oldest, long refused) {}

    @Transactional(readOnly = true)
    Backlog backlog() {
        return jdbc.sql("""
                        select count(*) filter (where state = 'OPEN') as open,
                               count(*) filter (where state = 'REFUSED') as refused,
                               coalesce(extract(epoch from now() - min(created_at) filter (where state = 'OPEN')), 0)
                                   as oldest
                        from settlements where state in ('OPEN', 'REFUSED')
                        """)
                .query((row, number) -> new Backlog(
                        row.getLong("open"),
                        Duration.ofMillis((long) (row.getDouble("oldest") * 1000)),
                        row.getLong("refused")))
                .single();
    }
}
