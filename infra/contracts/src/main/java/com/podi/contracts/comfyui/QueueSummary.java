package com.podi.contracts.comfyui;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How busy the ComfyUI nodes are, all of them together and each of them. */
public record QueueSummary(
        int totalRunning, int totalPending, int totalCount, Instant timestamp, List<Server> servers) {

    public QueueSummary {
        servers = List.copyOf(servers);
    }

    /**
     * @param max how many prompts it takes at once
     * @param error why it is not online
     */
    public record Server(
            String executorId,
            @Nullable String name,
            @Nullable String baseUrl,
            @Nullable Integer running,
            @Nullable Integer pending,
            @Nullable Integer max,
            boolean online,
            @Nullable String error) {}
}
