package com.podi.wallet.hold;

import com.podi.contracts.wallet.FreezeRequest;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class HoldRepository {

    private static final String COLUMNS =
            "hold_id, frozen_by, user_id, task_id, action, points, charged_points, status, expires_at";

    private static final RowMapper<Hold> ROW = (row, number) -> new Hold(
            row.getString("hold_id"),
            row.getString("frozen_by"),
            row.getString("user_id"),
            row.getString("task_id"),
            row.getString("action"),
            row.getLong("points"),
            row.getLong("charged_points"),
            HoldStatus.valueOf(row.getString("status")),
            row.getObject("expires_at", Timestamp.class).toInstant());

    private final JdbcClient jdbc;

    HoldRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if the task has its hold already, or if the user has no account. */
    Optional<Hold> insert(String holdId, String frozenBy, FreezeRequest request, Duration ttl) {
        return jdbc.sql("""
                        insert into holds (hold_id, frozen_by, user_id, task_id, action, channel, points, status, expires_at)
                        select :holdId, :frozenBy, user_id, :taskId, :action, :channel, :points, 'HELD',
                               now() + make_interval(secs => :ttlSeconds)
                        from accounts where user_id = :userId
                        on conflict on constraint holds_once_per_task do nothing
                        returning\s""" + COLUMNS)
                .param("holdId", holdId)
                .param("frozenBy", frozenBy)
                .param("userId", request.userId())
                .param("taskId", request.taskId())
                .param("action", request.action())
                .param("channel", request.channel())
                .param("points", request.points())
                .param("ttlSeconds", ttl.toSeconds())
                .query(ROW)
                .optional();
    }

    Optional<Hold> find(String frozenBy, String userId, String taskId, String action) {
        return jdbc.sql("select " + COLUMNS
                        + " from holds where frozen_by = ? and user_id = ? and task_id = ? and action = ?")
                .params(frozenBy, userId, taskId, action)
                .query(ROW)
                .optional();
    }

    Optional<Hold> lock(String holdId) {
        return jdbc.sql("select " + COLUMNS + " from holds where hold_id = ? for update")
                .param(holdId)
                .query(ROW)
                .optional();
    }

    List<Hold> lockExpired(int limit) {
        return jdbc.sql("select " + COLUMNS
                        + " from holds where status = 'HELD' and expires_at <= now()"
                        + " order by expires_at limit ? for update skip locked")
                .param(limit)
                .query(ROW)
                .list();
    }

    void save(Hold ended) {
        jdbc.sql("update holds set status = ?, charged_points = ?, ended_at = now() where hold_id = ?")
                .params(ended.status().name(), ended.chargedPoints(), ended.holdId())
                .update();
    }
}
