package com.podi.comfyui.agent;

import com.podi.comfyui.alert.AlertView;
import com.podi.comfyui.alert.Alerts;
import com.podi.comfyui.token.AgentToken;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What agents say of themselves. */
@RestController
@RequestMapping("/api/agent/agents/{id}")
class AgentSideController {

    private static final int LARGEST_PAYLOAD = 65_536;
    private static final Text OURS = new Text("该类型由平台保留", "this type is the platform's own");
    private static final Text TOO_LARGE = new Text("过大", "is too large");

    private final Agents agents;
    private final Presence presence;
    private final Alerts alerts;
    private final AgentProperties properties;

    AgentSideController(Agents agents, Presence presence, Alerts alerts, AgentProperties properties) {
        this.agents = agents;
        this.presence = presence;
        this.alerts = alerts;
        this.properties = properties;
    }

    /** @param heartbeatSeconds when it is expected to be heard of again */
    record Heard(String agentId, String status, @Nullable Instant lastSeenAt, long heartbeatSeconds) {}

    @Operation(summary = "An agent says that it is there")
    @PostMapping("/heartbeat")
    ApiResponse<Heard> heartbeat(
            @Parameter(hidden = true) AgentToken token,
            @PathVariable String id,
            @Valid @RequestBody(required = false) @Nullable Heartbeat heartbeat) {
        token.mustSpeakFor(id);
        Agent agent = presence.heard(
                id, heartbeat == null ? new Heartbeat(null, null, null, null, null, null, null, null) : heartbeat);
        return ApiResponse.ok(new Heard(
                id, agent.status(), agent.lastSeenAt(), properties.heartbeat().toSeconds()));
    }

    record AlertRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9_.:-]{1,64}")
            String type,

            @NotBlank @Size(max = 4096) String message,
            @Nullable JsonNode payload) {}

    @Operation(summary = "An agent tells of trouble")
    @PostMapping("/alerts")
    ApiResponse<AlertView> alert(
            @Parameter(hidden = true) AgentToken token,
            @PathVariable String id,
            @Valid @RequestBody AlertRequest alert) {
        token.mustSpeakFor(id);
        agents.get(id).mustBeAllowed();
        if (alert.type().equals(Alerts.OFFLINE)) {
            throw ErrorCode.BAD_PARAMETER.at("type", OURS);
        }
        if (alert.payload() != null && alert.payload().toString().length() > LARGEST_PAYLOAD) {
            throw ErrorCode.BAD_PARAMETER.at("payload", TOO_LARGE);
        }
        return ApiResponse.ok(alerts.raise(id, alert.type(), alert.message(), alert.payload()));
    }
}
