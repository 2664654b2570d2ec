package com.podi.comfyui.agent;

import com.podi.comfyui.token.AgentTokens;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/agents")
class AgentController {

    private static final long LONGEST_LIFE = 31_536_000;

    private final Agents agents;

    AgentController(Agents agents) {
        this.agents = agents;
    }

    @Operation(summary = "Agents, the newest first")
    @GetMapping
    ApiResponse<Page<Agent>> list(@Valid AgentFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(agents.page(filter, page));
    }

    @Operation(summary = "One agent")
    @GetMapping("/{id}")
    ApiResponse<Agent> get(@PathVariable String id) {
        return ApiResponse.found(agents.get(id));
    }

    @Operation(summary = "Add an agent")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiResponse<Agent> add(@Valid @RequestBody AgentRequest wanted) {
        return ApiResponse.created(agents.create(wanted));
    }

    @Operation(summary = "Make an agent anew; what is absent gets its default")
    @PutMapping("/{id}")
    ApiResponse<Agent> change(@PathVariable String id, @Valid @RequestBody AgentRequest wanted) {
        return ApiResponse.updated(agents.change(id, wanted));
    }

    @Operation(summary = "Remove an agent that has no tasks under way")
    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> remove(@PathVariable String id) {
        agents.remove(id);
        return ApiResponse.ok(null);
    }

    /** @param ttlSeconds how long the token is good for */
    record TokenRequest(@Nullable @Min(1) @Max(LONGEST_LIFE) Long ttlSeconds) {}

    /** The only time the token is shown. */
    record TokenView(String token, Instant expiresAt, String scope, String agentId) {}

    @Operation(summary = "Issue a token for heartbeats and alerts")
    @PostMapping("/{id}/token")
    ApiResponse<TokenView> token(
            @PathVariable String id, @Valid @RequestBody(required = false) @Nullable TokenRequest wanted) {
        AgentTokens.Issued issued = agents.token(id, wanted == null ? null : wanted.ttlSeconds());
        return ApiResponse.ok(new TokenView(
                issued.value(),
                issued.token().expiresAt(),
                issued.token().scope().word(),
                issued.token().agentId()));
    }
}
