package com.podi.comfyclient;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Adds up what a node tells of a prompt to one percentage that never falls. */
final class ProgressMeter {

    private static final int MOST = 99;

    private final Set<String> done = new HashSet<>();
    private final Map<String, Double> parts = new HashMap<>();
    private @Nullable String current;
    private int total = 1;
    private int percent;

    synchronized void of(int nodes) {
        total = Math.max(1, nodes);
    }

    synchronized void heard(String type, JsonNode data) {
        switch (type) {
            case "execution_cached" -> data.path("nodes").forEach(node -> done.add(node.asString("")));
            case "executing" -> {
                if (current != null) {
                    done.add(current);
                }
                current = data.path("node").asString(null);
            }
            case "executed" -> done.add(data.path("node").asString(""));
            case "progress" -> part(data.path("node").asString(current == null ? "" : current), data);
            case "progress_state" ->
                data.path("nodes").properties().forEach(node -> {
                    if (node.getValue().path("state").asString("").equals("finished")) {
                        done.add(node.getKey());
                    } else {
                        part(node.getKey(), node.getValue());
                    }
                });
            default -> {
                // says nothing of how far it is
            }
        }
        double sum = done.size();
        for (Map.Entry<String, Double> part : parts.entrySet()) {
            sum += done.contains(part.getKey()) ? 0 : part.getValue();
        }
        percent = Math.max(percent, (int) Math.min(MOST, 100 * sum / total));
    }

    private void part(String node, JsonNode data) {
        double max = data.path("max").asDouble(0);
        if (max > 0) {
            parts.merge(node, Math.min(1, data.path("value").asDouble(0) / max), Math::max);
        }
    }

    synchronized int percent() {
        return percent;
    }
}
