package com.podi.comfyui.dispatch;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.schedule.Purge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What agents tell while they work. */
@Repository
class TaskEvents {

    /** Of one task: whoever has more to tell tells it less often. */
    private static final int MOST = 10_000;

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TaskEvents(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    TaskEventView add(String taskId, TaskEventRequest event) {
        long told = jdbc.sql("select count(*) from agent_task_events where task_id = ?")
                .param(taskId)
                .query(Long.class)
                .single();
        if (told >= MOST) {
            throw ErrorCode.RATE_LIMITED
                    .because("task %s has %d events", taskId, told)
                    .retryAfter(PAUSE);
        }
        return jdbc.sql("""
                        insert into agent_task_events (task_id, level, step, message, progress, payload)
                        values (:task, :level, :step, :message, :progress, :payload::jsonb) returning *
                        """)
                .param("task", taskId)
                .param("level", event.level())
                .param("step", event.step())
                .param("message", event.message())
                .param("progress", event.progress())
                .param("payload", event.payloadText())
                .query(this::event)
                .single();
    }

    Page<TaskEventView> page(String taskId, @Nullable String level, PageRequest request) {
        String where = " where task_id = :task and (:level::text is null or level = :level) ";
        long total = jdbc.sql("select count(*) from agent_task_events" + where)
                .param("task", taskId)
                .param("level", level)
                .query(Long.class)
                .single();
        List<TaskEventView> items = jdbc.sql(
                        "select * from agent_task_events" + where + "order by id desc limit :limit offset :offset")
                .param("task", taskId)
                .param("level", level)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(this::event)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT10M")
    void forget() {
        Purge.rows(jdbc, "agent_task_events", "created_at < now() - interval '180 days'");
    }

    private TaskEventView event(ResultSet row, int number) throws SQLException {
        String payload = row.getString("payload");
        return new TaskEventView(
                Long.toString(row.getLong("id")),
                row.getString("task_id"),
                row.getString("level"),
                row.getString("step"),
                row.getString("message"),
                row.getObject("progress", Double.class),
                payload == null ? null : json.readTree(payload),
                row.getTimestamp("created_at").toInstant());
    }
}
