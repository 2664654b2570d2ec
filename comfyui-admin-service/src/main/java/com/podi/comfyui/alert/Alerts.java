package com.podi.comfyui.alert;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.starter.id.Ids;
import com.podi.starter.schedule.Purge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code agent_alerts}. */
@Repository
public class Alerts {

    /** Ours alone: opened when an agent falls silent, closed when it is heard of again. */
    public static final String OFFLINE = "agent_offline";

    /** An agent could not bring what it should; over when it has. */
    public static final String SYNC_FAILED = "sync_failed";

    /** Of one agent, beside its being offline. */
    private static final int MOST = 1_000;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Alerts(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** An agent that tells of ever more trouble is heard, and what it told long ago makes room. */
    @Transactional
    public AlertView raise(String agentId, String type, String message, @Nullable JsonNode payload) {
        AlertView alert = insert(
                        agentId, type, message, payload == null || payload.isNull() ? null : payload.toString(), "")
                .query(this::view)
                .single();
        jdbc.sql("""
                        delete from agent_alerts where id in
                            (select id from agent_alerts where agent_id = ? and alert_type <> ?
                             order by created_at desc, id desc offset ?)
                        """).params(agentId, OFFLINE, MOST).update();
        return alert;
    }

    /** Nothing happens if it is missed already. */
    public void miss(String agentId, Map<String, ?> circumstances) {
        insert(agentId, OFFLINE, "", json.writeValueAsString(circumstances), """
                on conflict (agent_id) where alert_type = 'agent_offline' and status = 'open' do nothing""")
                .query(this::view)
                .optional();
    }

    /** The trouble is over. */
    public void close(String agentId, String type) {
        jdbc.sql("""
                        update agent_alerts set status = 'closed', closed_at = now()
                        where agent_id = ? and alert_type = ? and status = 'open'
                        """).params(agentId, type).update();
    }

    public void closeAll(String agentId) {
        jdbc.sql("update agent_alerts set status = 'closed', closed_at = now() where agent_id = ? and status = 'open'")
                .param(agentId)
                .update();
    }

    /** Of an agent that is away still, the alert stays. */
    @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT10M")
    public void forget() {
        Purge.rows(
                jdbc,
                "agent_alerts",
                "created_at < now() - interval '180 days' and (status = 'closed' or alert_type <> 'agent_offline')");
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
