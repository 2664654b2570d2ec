package com.podi.comfyui.alert;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.starter.id.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code agent_alerts}. */
@Repository
public class Alerts {

    /** Ours alone: opened when an agent falls silent, closed when it is heard of again. */
    public static final String OFFLINE = "agent_offline";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Alerts(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What an agent tells of itself stays open. */
    public AlertView raise(String agentId, String type, String message, @Nullable JsonNode payload) {
        return insert(agentId, type, message, payload == null || payload.isNull() ? null : payload.toString(), "")
                .query(this::view)
                .single();
    }

    /** Nothing happens if it is missed already. */
    public void miss(String agentId, Map<String, ?> circumstances) {
        insert(agentId, OFFLINE, "", json.writeValueAsString(circumstances), """
                on conflict (agent_id) where alert_type = 'agent_offline' and status = 'open' do nothing""")
                .query(this::view)
                .optional();
    }

    public void isBack(String agentId) {
        jdbc.sql("""
                        update agent_alerts set status = 'closed', closed_at = now()
                        where agent_id = ? and alert_type = ? and status = 'open'
                        """).params(agentId, OFFLINE).update();
    }

    private JdbcClient.StatementSpec insert(
            String agentId, String type, String message, @Nullable String payload, String onConflict) {
        return jdbc.sql("""
                        insert into agent_alerts (id, agent_id, alert_type, message, payload, status)
                        values (:id, :agent, :type, :message, :payload::jsonb, 'open')
                        %s returning *
                        """.formatted(onConflict))
                .param("id", Ids.next("alert"))
                .param("agent", agentId)
                .param("type", type)
                .param("message", message)
                .param("payload", payload);
    }

    Page<AlertView> page(AlertFilter filter, PageRequest request) {
        String where = """
                where (:agent::text is null or agent_id = :agent)
                  and (:type::text is null or alert_type = :type)
                  and (:status::text is null or status = :status)
                """;
        long total = filtered("select count(*) from agent_alerts " + where, filter)
                .query(Long.class)
                .single();
        List<AlertView> items = filtered(
                        "select * from agent_alerts " + where
                                + " order by created_at desc, id desc limit :limit offset :offset",
                        filter)
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(this::view)
                .list();
        return new Page<>(items, Pagination.of(request, total));
    }

    private JdbcClient.StatementSpec filtered(String sql, AlertFilter filter) {
        return jdbc.sql(sql)
                .param("agent", filter.agentId())
                .param("type", filter.alertType())
                .param("status", filter.status());
    }

    private AlertView view(ResultSet row, int number) throws SQLException {
        String payload = row.getString("payload");
        Timestamp closedAt = row.getTimestamp("closed_at");
        return AlertView.of(
                row.getString("id"),
                row.getString("agent_id"),
                row.getString("alert_type"),
                row.getString("message"),
                payload == null ? null : json.readTree(payload),
                row.getString("status"),
                row.getTimestamp("created_at").toInstant(),
                closedAt == null ? null : closedAt.toInstant());
    }
}
