package com.podi.comfyui.dispatch;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an agent has to tell of a task.
 *
 * @param step where it is, such as {@code sync_models}
 * @param progress of the whole task in per cent
 */
record TaskEventRequest(
        @Pattern(regexp = "info|warn|error") String level,
        @Nullable @Size(max = 64) String step,
        String message,
        @Nullable @Min(0) @Max(100) Double progress,
        @Nullable JsonNode payload) {

    private static final int LONGEST_MESSAGE = 4_096;
    private static final Text TOO_LARGE = new Text("过大", "is too large");

    TaskEventRequest {
        level = level == null ? "info" : level;
        message = message == null ? "" : message;
    }

    void check() {
        if (message.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE) {
            throw ErrorCode.BAD_PARAMETER.at("message", TOO_LARGE);
        }
        AgentWords.mustFit("payload", payload);
    }

    @Nullable
    String payloadText() {
        return payload == null || payload.isNull() ? null : payload.toString();
    }
}
