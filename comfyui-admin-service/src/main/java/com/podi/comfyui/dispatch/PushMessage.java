package com.podi.comfyui.dispatch;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent is sent: the whole of it is in the protocol document. */
record PushMessage(
        String taskId,
        String agentId,
        String token,
        String nonce,
        @Nullable URI manifestUrl,
        List<String> actions,
        Instant expiresAt) {

    @Override
    public String toString() {
        return "PushMessage[" + taskId + "]";
    }
}
