package com.podi.comfyui.alert;

import com.podi.contracts.error.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import tools.jackson.databind.JsonNode;

/**
 * An alert as administrators see it.
 *
 * @param message as the agent wrote it; of our own alerts in the language of whoever reads it
 * @param status {@code open} or {@code closed}
 */
public record AlertView(
        String id,
        String agentId,
        String alertType,
        String message,
        @Nullable JsonNode payload,
        String status,
        Instant createdAt,
        @Nullable Instant closedAt) {

    private static final Text IS_SILENT =
            new Text("Agent已离线：长时间未收到心跳", "The agent is offline: no heartbeat for too long");

    static AlertView of(
            String id,
            String agentId,
            String alertType,
            String message,
            @Nullable JsonNode payload,
            String status,
            Instant createdAt,
            @Nullable Instant closedAt) {
        String text = alertType.equals(Alerts.OFFLINE) ? IS_SILENT.in(LocaleContextHolder.getLocale()) : message;
        return new AlertView(id, agentId, alertType, text, payload, status, createdAt, closedAt);
    }
}
