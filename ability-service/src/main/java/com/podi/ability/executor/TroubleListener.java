package com.podi.ability.executor;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.Topics;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A call that its executor could not do is a reason to ask it how it is, before its time. What cannot be read is for
 * those to complain of who need it, and what was long ago is no reason any more.
 */
@Component
class TroubleListener {

    private static final Set<String> TROUBLE =
            Set.of(ErrorCode.EXECUTOR_ERROR.code(), ErrorCode.EXECUTOR_TIMEOUT.code());

    private final ExecutorTable table;
    private final JsonMapper json;

    TroubleListener(ExecutorTable table, JsonMapper json) {
        this.table = table;
        this.json = json;
    }

    @KafkaListener(
            topics = Topics.TASK,
            groupId = "${spring.application.name}-trouble",
            properties = "auto.offset.reset=latest")
    void on(ConsumerRecord<String, String> record) {
        JsonNode event = read(record.value());
        JsonNode call = event.path("data");
        if (event.path("type").asString("").equals(InvocationFinished.TYPE)
                && TROUBLE.contains(call.path("errorCode").asString(""))) {
            table.checkSoon(call.path("executorId").asString(""));
        }
    }

    private JsonNode read(@Nullable String value) {
        try {
            return value == null ? json.missingNode() : json.readTree(value);
        } catch (JacksonException unreadable) {
            return json.missingNode();
        }
    }
}
