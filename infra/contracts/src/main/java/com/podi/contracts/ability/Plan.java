package com.podi.contracts.ability;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How one call is carried out: inputs checked and completed, who may run it, what it costs.
 *
 * @param version of the ability, so that a retry runs the same
 * @param inputs with defaults filled in
 * @param candidates executors in order of preference; empty for the built-in tools, which need none
 */
public record Plan(
        String abilityId,
        int version,
        String provider,
        String action,
        String capabilityKey,
        JsonNode inputs,
        List<Candidate> candidates,
        Price price,
        Limits limits) {

    /**
     * An executor that may run the call.
     *
     * @param maxConcurrency how many calls it takes at once, from everybody together
     */
    public record Candidate(
            String executorId,
            String name,
            String type,
            @Nullable String baseUrl,
            int weight,
            int maxConcurrency) {}

    /**
     * @param timeoutSeconds for one attempt
     * @param attempts how often the work may be started before the task fails
     * @param maxConcurrency how many calls of the ability may run at once, whoever runs them; null if it does not matter
     */
    public record Limits(
            int timeoutSeconds,
            int attempts,
            int maxOutputs,
            @Nullable Integer maxConcurrency) {}

    public Plan {
        candidates = List.copyOf(candidates);
    }
}
