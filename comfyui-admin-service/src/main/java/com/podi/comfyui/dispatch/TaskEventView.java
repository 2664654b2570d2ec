package com.podi.comfyui.dispatch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** @param progress of the task in per cent, as the agent saw it */
record TaskEventView(
        String id,
        String taskId,
        String level,
        @Nullable String step,
        String message,
        @Nullable Double progress,
        @Nullable JsonNode payload,
        Instant createdAt) {}
