package com.podi.taskworker.queue;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads rows of {@code tasks}. */
final class TaskRows implements RowMapper<AbilityTask> {

    private static final TypeReference<List<TaskImage>> IMAGES = new TypeReference<>() {};

    private final JsonMapper json;

    TaskRows(JsonMapper json) {
        this.json = json;
    }

    @Override
    public AbilityTask mapRow(ResultSet row, int number) throws SQLException {
        String result = row.getString("result");
        String error = row.getString("error");
        String reason = row.getString("error_reason");
        return new AbilityTask(
                row.getString("task_id"),
                row.getString("user_id"),
                json.readValue(row.getString("plan"), Plan.class),
                json.readValue(row.getString("images"), IMAGES),
                json.readTree(row.getString("metadata")),
                row.getString("lane"),
                row.getInt("priority"),
                row.getString("batch_id"),
                row.getString("retry_of"),
                row.getString("operation_id"),
                row.getLong("points"),
                row.getString("hold_id"),
                row.getString("log_id"),
                row.getString("trace_id"),
                TaskStatus.of(row.getString("status")),
                row.getInt("status_sequence"),
                row.getInt("progress"),
                row.getInt("attempt"),
                row.getInt("forgiven"),
                row.getInt("losses"),
                row.getBoolean("cancel_requested"),
                handle(row),
                result == null ? null : json.readValue(result, TaskResult.class),
                error == null ? null : ErrorCode.valueOf(error),
                reason == null ? null : json.readValue(reason, Text.class),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "queued_at"),
                row.getTimestamp("due_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getTimestamp("deadline_at").toInstant(),
                row.getBoolean("cancel_at_deadline"));
    }

    RowMapper<ClaimedTask> claimed() {
        return (row, number) -> new ClaimedTask(
                mapRow(row, number),
                new Lease(row.getString("task_id"), row.getInt("attempt"), row.getString("worker")));
    }

    private static AbilityTask.@Nullable Handle handle(ResultSet row) throws SQLException {
        String text = row.getString("handle");
        return text == null ? null : new AbilityTask.Handle(row.getString("handle_lane"), text);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
