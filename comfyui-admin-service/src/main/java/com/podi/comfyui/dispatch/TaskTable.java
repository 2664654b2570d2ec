package com.podi.comfyui.dispatch;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table {@code agent_tasks}. Every change names the states it may begin from, and the nonce of whoever makes it; times
 * are the database's.
 */
@Repository
class TaskTable {

    private static final String FREE = "(push_lease_until is null or push_lease_until <= now())";
    private static final String OPEN = "status in ('pending', 'running') and expires_at > now()";
    private static final String ROW =
            "*, expires_at <= now() as is_over, coalesce(push_lease_until > now(), false) as" + " is_leased";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TaskTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    AgentTask insert(
            String id, TaskRequest wanted, @Nullable Integer manifestRevision, Instant expiresAt, String author) {
        return jdbc.sql("""
                        insert into agent_tasks
                            (id, agent_id, manifest_id, manifest_revision, actions, status, nonce, expires_at, created_by)
                        values (:id, :agent, :manifest, :revision, :actions, 'pending',
                                replace(gen_random_uuid()::text, '-', ''), :expiresAt, :author)
                        returning\s""" + ROW)
                .param("id", id)
                .param("agent", wanted.agentId())
                .param("manifest", wanted.manifestId())
                .param("revision", manifestRevision)
                .param("actions", wanted.distinctActions().toArray(String[]::new))
                .param("expiresAt", Timestamp.from(expiresAt))
                .param("author", author)
                .query(this::task)
                .single();
    }

    Optional<AgentTask> find(String id) {
        return jdbc.sql("select " + ROW + " from agent_tasks where id = ?")
                .param(id)
                .query(this::task)
                .optional();
    }

    AgentTask get(String id) {
        return find(id).orElseThrow(() -> ErrorCode.AGENT_TASK_NOT_FOUND.because("%s", id));
    }

    Page<AgentTask> page(TaskFilter filter, PageRequest request) {
        String where = """
                where (:agent::text is null or agent_id = :agent)
                  and (:manifest::text is null or manifest_id = :manifest)
                  and (:status::text is null or status = :status)
                  and (:q::text is null or strpos(lower(concat_ws(' ', id, agent_id, manifest_id)), lower(:q)) > 0)
                """;
        long total = filtered("select count(*) from agent_tasks " + where, filter)
                .query(Long.class)
                .single();
        List<AgentTask> items = filtered(
                        "select " + ROW + " from agent_tasks " + where
                                + " order by created_at desc, id desc limit :limit offset :offset",
                        filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(this::task)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    private JdbcClient.StatementSpec filtered(String sql, TaskFilter filter) {
        return jdbc.sql(sql)
                .param("agent", filter.agentId())
                .param("manifest", filter.manifestId())
                .param("status", filter.status())
                .param("q", filter.q());
    }

    boolean isUnderWay(String agentId) {
        return jdbc.sql("select exists (select from agent_tasks where agent_id = ? and " + OPEN + ")")
                .param(agentId)
                .query(Boolean.class)
                .single();
    }

    /** Takes what is to be pushed and keeps everybody else from it for a while. */
    List<AgentTask> takeDue(int most, Duration lease) {
        return jdbc.sql("""
                        update agent_tasks
                        set push_lease_until = now() + make_interval(secs => :lease),
                            push_attempts = push_attempts + 1, last_push_at = now()
                        where id in (select id from agent_tasks
                                     where status = 'pending' and next_push_at <= now() and expires_at > now()
                                       and %s
                                     order by next_push_at limit :most for update skip locked)
                        returning %s
                        """.formatted(FREE, ROW))
                .param("lease", seconds(lease))
                .param("most", most)
                .query(this::task)
                .list();
    }

    /**
     * One that is over gets another nonce: what was said for it before counts no more.
     *
     * @return empty if it cannot be pushed, or has been since it was seen
     */
    Optional<AgentTask> take(AgentTask seen, Duration lease) {
        return jdbc.sql("""
                        update agent_tasks
                        set push_lease_until = now() + make_interval(secs => :lease), last_push_at = now(),
                            push_attempts = case when finished_at is null then push_attempts + 1 else 1 end,
                            nonce = case when finished_at is null then nonce
                                         else replace(gen_random_uuid()::text, '-', '') end,
                            status = case when finished_at is null then status else 'pending' end,
                            error_code = null, error_message = null, failed_items = null, last_push_error = null,
                            started_at = case when finished_at is null then started_at end,
                            progress = case when finished_at is null then progress else 0 end,
                            finished_at = null, updated_at = now()
                        where id = :id and status in ('pending', 'running', 'failed', 'rejected')
                          and expires_at > now() and %s
                          and nonce = :nonce and last_push_at is not distinct from :pushedAt::timestamptz
                        returning %s
                        """.formatted(FREE, ROW))
                .param("id", seen.id())
                .param("nonce", seen.nonce())
                .param("pushedAt", timestamp(seen.pushes().lastAt()))
                .param("lease", seconds(lease))
                .query(this::task)
                .optional();
    }

    void accepted(AgentTask task) {
        jdbc.sql("""
                        update agent_tasks
                        set status = case status when 'pending' then 'running' else status end,
                            started_at = coalesce(started_at, now()), push_lease_until = null, last_push_error = null,
                            updated_at = now()
                        where id = ? and nonce = ?
                        """).params(task.id(), task.nonce()).update();
    }

    /** It is pushed again, if that still makes sense; at once if the agent has become free since it was asked. */
    void notPushed(AgentTask task, String error, Duration delay) {
        jdbc.sql("""
                        update agent_tasks as task
                        set push_lease_until = null, last_push_error = :error, updated_at = now(),
                            next_push_at = now() + make_interval(secs => case when exists
                                (select from agent_tasks as other
                                 where other.agent_id = task.agent_id and other.status in ('success', 'failed')
                                   and other.finished_at >= task.last_push_at) then 0 else :delay end)
                        where id = :id and nonce = :nonce
                        """)
                .param("id", task.id())
                .param("nonce", task.nonce())
                .param("error", error)
                .param("delay", seconds(delay))
                .update();
    }

    void rejected(AgentTask task, String error) {
        int rejected = jdbc.sql("""
                        update agent_tasks
                        set status = 'rejected', finished_at = now(), push_lease_until = null, last_push_error = :error,
                            error_code = 'AGENT_REJECTED', error_message = :error, updated_at = now()
                        where id = :id and nonce = :nonce and status = 'pending'
                        """)
                .param("id", task.id())
                .param("nonce", task.nonce())
                .param("error", error)
                .update();
        if (rejected == 0) {
            jdbc.sql("update agent_tasks set push_lease_until = null where id = ? and nonce = ?")
                    .params(task.id(), task.nonce())
                    .update();
        }
    }

    /** Whatever an agent says of a task, it has begun; progress never falls. */
    boolean goesOn(AgentTask task, @Nullable Double progress) {
        return jdbc.sql("""
                        update agent_tasks
                        set status = 'running', started_at = coalesce(started_at, now()), updated_at = now(),
                            progress = greatest(progress, coalesce(:progress::double precision, 0))
                        where id = :id and nonce = :nonce and\s""" + OPEN)
                        .param("id", task.id())
                        .param("nonce", task.nonce())
                        .param("progress", progress)
                        .update()
                == 1;
    }

    boolean succeeds(AgentTask task, @Nullable JsonNode summary, @Nullable JsonNode synced) {
        return jdbc.sql("""
                        update agent_tasks
                        set status = 'success', finished_at = now(), updated_at = now(), progress = 100,
                            started_at = coalesce(started_at, now()),
                            summary = :summary::jsonb, synced = :synced::jsonb
                        where id = :id and nonce = :nonce and\s""" + OPEN)
                        .param("id", task.id())
                        .param("nonce", task.nonce())
                        .param("summary", text(summary))
                        .param("synced", text(synced))
                        .update()
                == 1;
    }

    boolean fails(
            AgentTask task, @Nullable String errorCode, @Nullable String message, @Nullable JsonNode failedItems) {
        return jdbc.sql("""
                        update agent_tasks
                        set status = 'failed', finished_at = now(), updated_at = now(),
                            started_at = coalesce(started_at, now()),
                            error_code = :code, error_message = :message, failed_items = :items::jsonb
                        where id = :id and nonce = :nonce and\s""" + OPEN)
                        .param("id", task.id())
                        .param("nonce", task.nonce())
                        .param("code", errorCode)
                        .param("message", message)
                        .param("items", text(failedItems))
                        .update()
                == 1;
    }

    /** An agent that has become free takes the next one; however often it was busy before counts no more. */
    void hurry(String agentId) {
        jdbc.sql("update agent_tasks set next_push_at = least(next_push_at, now()), push_attempts = 0"
                        + " where agent_id = ? and status = 'pending'")
                .param(agentId)
                .update();
    }

    int expire() {
        return jdbc.sql("""
                        update agent_tasks set status = 'expired', finished_at = now(), updated_at = now()
                        where status in ('pending', 'running') and expires_at <= now()
                        """).update();
    }

    private AgentTask task(ResultSet row, int number) throws SQLException {
        return new AgentTask(
                row.getString("id"),
                row.getString("agent_id"),
                row.getString("manifest_id"),
                row.getObject("manifest_revision", Integer.class),
                List.of((String[]) row.getArray("actions").getArray()),
                TaskStatus.of(row.getString("status")),
                row.getString("nonce"),
                row.getTimestamp("expires_at").toInstant(),
                row.getBoolean("is_over"),
                new AgentTask.Pushes(
                        row.getInt("push_attempts"),
                        instant(row, "last_push_at"),
                        row.getString("last_push_error"),
                        row.getTimestamp("next_push_at").toInstant(),
                        row.getBoolean("is_leased")),
                row.getDouble("progress"),
                new AgentTask.Result(
                        tree(row, "summary"),
                        tree(row, "synced"),
                        row.getString("error_code"),
                        row.getString("error_message"),
                        tree(row, "failed_items")),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private @Nullable JsonNode tree(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : json.readTree(text);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.toString();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
