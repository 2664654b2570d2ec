package com.podi.comfyui.agent;

import com.podi.contracts.error.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A program beside a node that brings it what it needs.
 *
 * @param role what it is meant for, in the words of its administrator
 * @param baseUrl where it takes tasks
 * @param allowed whether anything is given to it or taken from it
 * @param status {@code online} while it is heard of
 * @param metrics what it said of its machine when it was heard of last
 */
public record Agent(
        String id,
        String name,
        String role,
        String baseUrl,
        boolean allowed,
        JsonNode config,
        String status,
        @Nullable Instant lastSeenAt,
        @Nullable JsonNode metrics,
        @Nullable String comfyuiVersion,
        @Nullable String agentVersion,
        int revision,
        Instant createdAt,
        Instant updatedAt) {

    static final String ONLINE = "online";

    boolean isOnline() {
        return status.equals(ONLINE);
    }

    public void mustBeAllowed() {
        if (!allowed) {
            throw ErrorCode.AGENT_NOT_ALLOWED.because("agent %s", id);
        }
    }
}
