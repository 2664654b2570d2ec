package com.podi.ability.log;

import com.podi.contracts.ability.Price;
import com.podi.contracts.event.InvocationFinished;
import java.math.BigDecimal;
import java.sql.Timestamp;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The table {@code ability_invocation_logs}, as it is written: with every row the database adds to the roll-ups. */
@Repository
class InvocationLog {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Discretion discretion;

    InvocationLog(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.discretion = new Discretion(json);
    }

    void append(InvocationFinished call) {
        Price price = call.price();
        jdbc.sql("""
                        insert into ability_invocation_logs (
                            id, task_id, ability_id, provider, action, executor_id, user_id, status, duration_ms, queue_ms,
                            billing_unit, units, list_price, discount_price, cost_amount, currency, points, trace_id,
                            request_summary, response_summary, outputs, output_bytes, error_code, error_message, created_at)
                        values (
                            :id, :taskId, :abilityId, :provider, :action, :executorId, :userId, :status, :durationMs,
                            :queueMs, :billingUnit, :units, :listPrice, :discountPrice, :costAmount, :currency, :points,
                            :traceId, :requestSummary::jsonb, :responseSummary::jsonb, :outputs::jsonb, :outputBytes,
                            :errorCode, :errorMessage, :createdAt)
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
                .param("requestSummary", discretion.summary(call.requestSummary()))
                .param("responseSummary", responseSummary(call))
                .param(
                        "outputs",
                        json.writeValueAsString(
                                call.outputKeys().stream().map(discretion::text).toList()))
                .param("outputBytes", call.outputBytes())
                .param("errorCode", call.errorCode())
                .param("errorMessage", call.errorMessage() == null ? null : discretion.text(call.errorMessage()))
                .param("createdAt", Timestamp.from(call.finishedAt()))
                .update();
    }

    /** What came of it, and what the provider said, where one was asked: whoever looks for a fault needs its words. */
    private String responseSummary(InvocationFinished call) {
        ObjectNode summary =
                json.createObjectNode().put("outputs", call.outputKeys().size()).put("bytes", call.outputBytes());
        if (call.answer() != null) {
            summary.set("answer", call.answer());
        }
        return discretion.summary(summary);
    }

    /** Failed calls cost nothing, others what was really produced, and never more than was ordered. */
    private static BigDecimal cost(InvocationFinished call) {
        Price price = call.price();
        if (price == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal unitPrice = price.discount() == null ? price.list() : price.discount();
        return unitPrice.multiply(BigDecimal.valueOf(Math.min(call.units(), price.units())));
    }
}
