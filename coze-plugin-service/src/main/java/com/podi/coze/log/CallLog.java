package com.podi.coze.log;

import com.podi.coze.access.CozeCaller;
import com.podi.starter.id.Ids;
import com.podi.starter.schedule.Purge;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** One row for every call, with what Coze says of itself: it leads from a talk there to a task here. */
@Component
public class CallLog {

    private static final Logger log = LoggerFactory.getLogger(CallLog.class);

    private final JdbcClient jdbc;
    private final int keptDays;

    CallLog(JdbcClient jdbc, @Value("${podi.coze.log.kept-days}") int keptDays) {
        this.jdbc = jdbc;
        this.keptDays = keptDays;
    }

    /** @param tool the path of what was called */
    public record Call(
            String tool,
            CozeCaller caller,
            @Nullable String taskId,
            int code,
            @Nullable String errorCode,
            Duration duration,
            @Nullable String traceId) {}

    /** A call is not refused because its row cannot be written. */
    public void write(Call call) {
        CozeCaller caller = call.caller();
        try {
            jdbc.sql("""
                            insert into tool_calls (id, tool, caller, address, coze_user_id, coze_bot_id,
                                coze_conversation_id, coze_log_id, task_id, code, error_code, duration_ms, trace_id)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(
                            Ids.next("call"),
                            call.tool(),
                            caller.key(),
                            caller.address(),
                            caller.userId(),
                            caller.botId(),
                            caller.conversationId(),
                            caller.logId(),
                            call.taskId(),
                            call.code(),
                            call.errorCode(),
                            call.duration().toMillis(),
                            call.traceId())
                    .update();
        } catch (DataAccessException | TransactionException away) {
            log.warn(
                    "call not logged: tool={} task={} code={} reason={}",
                    call.tool(),
                    call.taskId(),
                    call.code(),
                    away.getMessage());
        }
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    void forget() {
        Purge.rows(jdbc, "tool_calls", "called_at < now() - make_interval(days => %d)".formatted(keptDays));
    }
}
