package com.podi.ability.log;

import com.podi.contracts.ability.Price;
import com.podi.contracts.event.InvocationFinished;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code ability_invocation_logs}. */
@Repository
class InvocationLog {

    private static final TypeReference<List<String>> KEYS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final RowMapper<InvocationLogView> rows;

    InvocationLog(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = (row, number) -> new InvocationLogView(
                row.getString("id"),
                row.getString("ability_id"),
                row.getString("provider"),
                row.getString("executor_id"),
                row.getString("user_id"),
                row.getString("task_id"),
                row.getString("status"),
                row.getLong("duration_ms"),
                row.getLong("queue_ms"),
                row.getString("billing_unit"),
                row.getInt("units"),
                row.getBigDecimal("list_price"),
                row.getBigDecimal("discount_price"),
                row.getBigDecimal("cost_amount"),
                row.getString("currency"),
                row.getLong("points"),
                row.getString("trace_id"),
                json.readTree(row.getString("request_summary")),
                json.readValue(row.getString("outputs"), KEYS),
                row.getString("error_code"),
                row.getString("error_message"),
                row.getTimestamp("created_at").toInstant());
    }

    void append(InvocationFinished call) {
        Price price = call.price();
        jdbc.sql("""
                        insert into ability_invocation_logs (
                            id, task_id, ability_id, provider, action, executor_id, user_id, status, duration_ms, queue_ms,
                            billing_unit, units, list_price, discount_price, cost_amount, currency, points, trace_id,
                            request_summary, outputs, output_bytes, error_code, error_message, created_at)
                        values (
                            :id, :taskId, :abilityId, :provider, :action, :executorId, :userId, :status, :durationMs,
                            :queueMs, :billingUnit, :units, :listPrice, :discountPrice, :costAmount, :currency, :points,
                            :traceId, :requestSummary::jsonb, :outputs::jsonb, :outputBytes, :errorCode, :errorMessage,
                            :createdAt)
                        """)
                .param("id", call.logId())
                .param("taskId", call.taskId())
                .param("abilityId", call.abilityId())
                .param("provider", call.provider())
                .param("action", call.action())
                .param("executorId", call.executorId())
                .param("userId", call.userId())
                .param("status", call.status())
                .param("durationMs", call.durationMs())
                .param("queueMs", call.queueMs())
                .param("billingUnit", price == null ? null : price.unit())
                .param("units", call.units())
                .param("listPrice", price == null ? null : price.list())
                .param("discountPrice", price == null ? null : price.discount())
                .param("costAmount", cost(call))
                .param("currency", price == null ? null : price.currency())
                .param("points", call.points())
                .param("traceId", call.traceId())
                .param("requestSummary", json.writeValueAsString(call.requestSummary()))
                .param("outputs", json.writeValueAsString(call.outputKeys()))
                .param("outputBytes", call.outputBytes())
                .param("errorCode", call.errorCode())
                .param("errorMessage", call.errorMessage())
                .param("createdAt", Timestamp.from(call.finishedAt()))
                .update();
    }

    List<InvocationLogView> newest(String abilityId, int limit) {
        return jdbc.sql("select * from ability_invocation_logs where ability_id = ? order by id desc limit ?")
                .params(abilityId, limit)
                .query(rows)
                .list();
    }

    /** Failed calls cost nothing, others what was really produced. */
    private static BigDecimal cost(InvocationFinished call) {
        Price price = call.price();
        if (price == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal unitPrice = price.discount() == null ? price.list() : price.discount();
        return unitPrice.multiply(BigDecimal.valueOf(call.units()));
    }
}
