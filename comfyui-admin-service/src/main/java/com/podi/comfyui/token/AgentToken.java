package com.podi.comfyui.token;

import com.podi.contracts.error.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a good token says; controllers take it as a parameter.
 *
 * @param taskId null in tokens of an agent
 */
public record AgentToken(
        Scope scope, String agentId, @Nullable String taskId, String nonce, Instant expiresAt) {

    /** An agent speaks of itself alone. */
    public void mustSpeakFor(String otherAgentId) {
        mustBe(Scope.AGENT);
        if (!agentId.equals(otherAgentId)) {
            throw ErrorCode.AGENT_NOT_ALLOWED.because("%s speaks for %s", agentId, otherAgentId);
        }
    }

    public void mustBe(Scope wanted) {
        if (scope != wanted) {
            throw ErrorCode.AGENT_TOKEN_SCOPE_INVALID.because("%s has a token for %s", agentId, scope);
        }
    }
}
