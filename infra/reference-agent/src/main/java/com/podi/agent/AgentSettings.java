package com.podi.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param service where the platform is reached; the agent calls it and nobody else with its tokens
 * @param token of the agent, for heartbeats and alerts
 * @param root below which everything lies that it may touch: the folder of ComfyUI
 * @param port where it takes tasks; 0 takes any
 * @param heartbeat how often it says that it is there; null leaves that to the platform
 * @param restart the command that restarts ComfyUI, and its arguments; empty if it cannot
 */
public record AgentSettings(
        URI service,
        String agentId,
        String token,
        Path root,
        String bind,
        int port,
        @Nullable Duration heartbeat,
        List<String> restart) {

    private static final String DEFAULT_PORT = "8189";

    public static AgentSettings of(Map<String, String> environment) {
        String heartbeat = environment.get("PODI_AGENT_HEARTBEAT");
        return new AgentSettings(
                URI.create(required(environment, "PODI_AGENT_SERVICE")),
                required(environment, "PODI_AGENT_ID"),
                required(environment, "PODI_AGENT_TOKEN"),
                Path.of(required(environment, "PODI_AGENT_ROOT")),
                environment.getOrDefault("PODI_AGENT_BIND", "127.0.0.1"),
                Integer.parseInt(environment.getOrDefault("PODI_AGENT_PORT", DEFAULT_PORT)),
                heartbeat == null ? null : Duration.parse(heartbeat),
                words(environment.getOrDefault("PODI_AGENT_RESTART", "")));
    }

    private static List<String> words(String command) {
        return command.isBlank() ? List.of() : List.of(command.strip().split("\\s+"));
    }

    private static String required(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(variable + " is missing");
        }
        return value;
    }

    @Override
    public String toString() {
        return "AgentSettings[%s, %s, %s]".formatted(agentId, service, root);
    }
}
