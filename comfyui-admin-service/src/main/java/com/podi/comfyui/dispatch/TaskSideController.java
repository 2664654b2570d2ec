package com.podi.comfyui.dispatch;

import com.podi.comfyui.agent.Agents;
import com.podi.comfyui.manifest.Manifest;
import com.podi.comfyui.token.AgentToken;
import com.podi.comfyui.token.AgentTokens;
import com.podi.comfyui.token.Scope;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What agents ask and say about their tasks. */
@RestController
@RequestMapping("/api/agent")
class TaskSideController {

    private static final Text NO_LIST = new Text("必须是数组", "must be a list");
    private static final Text NO_OBJECT = new Text("必须是JSON对象", "must be a JSON object");

    private final AgentTasks tasks;
    private final Agents agents;
    private final AgentTokens tokens;

    TaskSideController(AgentTasks tasks, Agents agents, AgentTokens tokens) {
        this.tasks = tasks;
        this.agents = agents;
        this.tokens = tokens;
    }

    /** What an agent was sent; whatever it names beside the token must be what the token says. */
    record VerifyRequest(
            @Nullable @Size(max = 4096) String token,
            @Nullable @Size(max = 64) String agentId,
            @Nullable @Size(max = 64) String taskId,
            @Nullable @Size(max = 64) String nonce) {

        @Override
        public String toString() {
            return "VerifyRequest[" + agentId + ", " + taskId + "]";
        }
    }

    record Verified(boolean ok, String agentId, @Nullable String taskId, String scope, Instant expiresAt) {}

    @Operation(summary = "Is this token good, and for what?")
    @PostMapping("/auth/verify")
    ApiResponse<Verified> verify(@Valid @RequestBody VerifyRequest request) {
        AgentToken token = tokens.verify(request.token());
        if (request.agentId() != null && !request.agentId().equals(token.agentId())) {
            throw ErrorCode.AGENT_NOT_ALLOWED.because("%s shows a token of %s", request.agentId(), token.agentId());
        }
        if (request.taskId() != null && !request.taskId().equals(token.taskId())) {
            throw ErrorCode.AGENT_TASK_FORBIDDEN.because("token for %s, not %s", token.taskId(), request.taskId());
        }
        if (request.nonce() != null && !AgentTasks.same(request.nonce(), token.nonce())) {
            throw ErrorCode.AGENT_TOKEN_INVALID.because("another nonce");
        }
        if (token.scope() == Scope.TASK) {
            tasks.mustBeOpen(token);
        } else {
            agents.get(token.agentId()).mustBeAllowed();
        }
        return ApiResponse.ok(new Verified(
                true, token.agentId(), token.taskId(), token.scope().word(), token.expiresAt()));
    }

    @Operation(summary = "The manifest of the task that the token is for")
    @GetMapping("/manifests/{id}")
    ApiResponse<Manifest> manifest(@Parameter(hidden = true) AgentToken token, @PathVariable String id) {
        return ApiResponse.found(tasks.manifest(token, id));
    }

    @Operation(summary = "An agent tells how a task goes on")
    @PostMapping("/tasks/{id}/events")
    ApiResponse<TaskEventView> event(
            @Parameter(hidden = true) AgentToken token,
            @PathVariable String id,
            @Valid @RequestBody TaskEventRequest event) {
        return ApiResponse.ok(tasks.tell(token, id, event));
    }

    /**
     * @param summary in the agent's own shape
     * @param synced what lies where it shall, an item each
     */
    record CompleteRequest(
            @Nullable JsonNode summary, @Nullable JsonNode synced) {

        void check() {
            if (synced != null && !synced.isNull() && !synced.isArray()) {
                throw ErrorCode.BAD_PARAMETER.at("synced", NO_LIST);
            }
            AgentWords.mustFit("summary", summary);
            AgentWords.mustFit("synced", synced);
        }
    }

    /** How a task has ended; the same to whoever says it again. */
    record Ended(String taskId, String status, @Nullable Instant finishedAt, List<String> actions) {

        static Ended of(AgentTask task) {
            return new Ended(task.id(), task.status().word(), task.finishedAt(), task.actions());
        }
    }

    @Operation(summary = "An agent has done its task")
    @PostMapping("/tasks/{id}/complete")
    ApiResponse<Ended> complete(
            @Parameter(hidden = true) AgentToken token,
            @PathVariable String id,
            @Valid @RequestBody(required = false) @Nullable CompleteRequest said) {
        CompleteRequest result = said == null ? new CompleteRequest(null, null) : said;
        result.check();
        return ApiResponse.ok(Ended.of(tasks.complete(token, id, result.summary(), result.synced())));
    }

    /** @param failedItems what could not be done, by its name */
    record FailedRequest(
            @Nullable @Size(max = 64) String errorCode,
            @Nullable @Size(max = 4096) String message,
            @Nullable JsonNode failedItems) {

        void check() {
            if (failedItems != null && !failedItems.isNull() && !failedItems.isObject()) {
                throw ErrorCode.BAD_PARAMETER.at("failedItems", NO_OBJECT);
            }
            AgentWords.mustFit("failedItems", failedItems);
        }
    }

    @Operation(summary = "An agent could not do its task")
    @PostMapping("/tasks/{id}/failed")
    ApiResponse<Ended> fail(
            @Parameter(hidden = true) AgentToken token,
            @PathVariable String id,
            @Valid @RequestBody(required = false) @Nullable FailedRequest said) {
        FailedRequest result = said == null ? new FailedRequest(null, null, null) : said;
        result.check();
        return ApiResponse.ok(
                Ended.of(tasks.fail(token, id, result.errorCode(), result.message(), result.failedItems())));
    }
}
