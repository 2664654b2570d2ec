package com.podi.contracts.ability;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How one call is carried out: inputs checked and completed, who may run it, what it costs.
 *
 * @param version of the ability, so that a retry runs the same
 * @param inputs with defaults filled in
 * @param candidates executors in order of preference; empty for the built-in tools, which need none
 * @param policy fixed, weight, round_robin or least_queue: by what the candidates are in their order; which queue is
 *     short only whoever keeps the queues knows
 * @param workflow what a ComfyUI node is given; null where the executor needs none
 * @param upstream what a provider is asked for, and by which name of a model; null where there is nothing of that kind
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
        Limits limits,
        @Nullable String policy,
        @Nullable Workflow workflow,
        AbilityView.@Nullable Upstream upstream) {

    private static final String LEAST_QUEUE = "least_queue";

    public Plan(
            String abilityId,
            int version,
            String provider,
            String action,
            String capabilityKey,
            JsonNode inputs,
            List<Candidate> candidates,
            Price price,
            Limits limits) {
        this(abilityId, version, provider, action, capabilityKey, inputs, candidates, price, limits, null, null, null);
    }

    public Plan(
            String abilityId,
            int version,
            String provider,
            String action,
            String capabilityKey,
            JsonNode inputs,
            List<Candidate> candidates,
            Price price,
            Limits limits,
            @Nullable String policy,
            @Nullable Workflow workflow) {
        this(
                abilityId,
                version,
                provider,
                action,
                capabilityKey,
                inputs,
                candidates,
                price,
                limits,
                policy,
                workflow,
                null);
    }

    /**
     * An executor that may run the call.
     *
     * @param maxConcurrency how many calls it takes at once, from everybody together
     * @param healthy whether it answered when it was asked last, and has not failed too often since
     * @param apiKeyIds the keys that it may use; any of its provider's if there are none
     * @param config what its adapter needs besides, a JSON object without secrets
     */
    public record Candidate(
            String executorId,
            String name,
            String type,
            @Nullable String baseUrl,
            int weight,
            int maxConcurrency,
            List<String> tags,
            Boolean healthy,
            List<String> apiKeyIds,
            JsonNode config) {

        public Candidate {
            tags = tags == null ? List.of() : List.copyOf(tags);
            healthy = healthy == null || healthy;
            apiKeyIds = apiKeyIds == null ? List.of() : List.copyOf(apiKeyIds);
            config = config == null || !config.isObject() ? JsonNodeFactory.instance.objectNode() : config;
        }

        public Candidate(
                String executorId, String name, String type, @Nullable String baseUrl, int weight, int maxConcurrency) {
            this(
                    executorId,
                    name,
                    type,
                    baseUrl,
                    weight,
                    maxConcurrency,
                    List.of(),
                    true,
                    List.of(),
                    JsonNodeFactory.instance.objectNode());
        }
    }

    /** Whether the shortest queue of the candidates counts, and not their order; so it was before plans had a policy. */
    public boolean goesByLoad() {
        return policy == null || policy.equals(LEAST_QUEUE);
    }

    /**
     * A graph as it was when the call was made, whatever becomes of the workflow since.
     *
     * @param graph in ComfyUI's API format
     * @param outputs the nodes whose files are the result, in this order
     */
    public record Workflow(String id, int version, JsonNode graph, List<Binding> bindings, List<String> outputs) {

        public Workflow {
            bindings = List.copyOf(bindings);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Where an input goes in a graph.
     *
     * @param name of the input
     * @param type that of the field; pictures are uploaded first, and the node is told their name there
     * @param targets all of them get the value; of several pictures each gets its own, in this order
     */
    public record Binding(String name, String type, List<Target> targets) {

        public Binding {
            targets = List.copyOf(targets);
        }
    }

    /** An input of a node. */
    public record Target(String node, String input) {}

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
