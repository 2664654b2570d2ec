package com.podi.comfyui.dispatch;

import com.podi.comfyui.agent.Agent;
import com.podi.comfyui.agent.Agents;
import com.podi.comfyui.token.AgentTokens;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.starter.http.TrustedHttp;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Brings a task to its agent. What it said may be said again: an agent takes the same task with the same nonce once. */
@Component
class Pusher {

    private static final Logger log = LoggerFactory.getLogger(Pusher.class);
    private static final Duration NOT_OVER_AT_ONCE = Duration.ofMinutes(5);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final TaskTable table;
    private final Agents agents;
    private final AgentTokens tokens;
    private final TrustedHttp http;
    private final JsonMapper json;
    private final DispatchProperties properties;

    Pusher(
            TaskTable table,
            Agents agents,
            AgentTokens tokens,
            TrustedHttp http,
            JsonMapper json,
            DispatchProperties properties) {
        this.table = table;
        this.agents = agents;
        this.tokens = tokens;
        this.http = http;
        this.json = json;
        this.properties = properties;
    }

    /** Pushes now, whatever was to happen later; where somebody else is at it, what comes of that counts. */
    AgentTask pushNow(String taskId) {
        AgentTask seen = table.get(taskId);
        agents.get(seen.agentId()).mustBeAllowed();
        if (!seen.pushes().underWay()) {
            Optional<AgentTask> ours = table.take(seen, properties.lease());
            if (ours.isPresent()) {
                return told(ours.get(), push(ours.get()).kind() == PushOutcome.Kind.UNREACHABLE);
            }
            AgentTask now = table.get(taskId);
            if (now.isAtTheSamePushAs(seen) && !now.pushes().underWay()) {
                throw refusal(now);
            }
            seen = now;
        }
        AgentTask after = whenPushed(seen);
        String error = after.pushes().lastError();
        return told(after, !after.status().isOver() && error != null && !error.equals(PushOutcome.BUSY));
    }

    /** The lease of the other push ends this at the latest. */
    private AgentTask whenPushed(AgentTask pushed) {
        AgentTask now = pushed;
        while (now.pushes().underWay() && now.isAtTheSamePushAs(pushed)) {
            glance();
            now = table.get(pushed.id());
        }
        return now;
    }

    private AgentTask told(AgentTask task, boolean isAway) {
        AgentTask now = table.get(task.id());
        if (isAway) {
            throw ErrorCode.AGENT_PUSH_FAILED.because(
                    "task %s to %s: %s", task.id(), task.agentId(), now.pushes().lastError());
        }
        return now;
    }

    private static PodiException refusal(AgentTask task) {
        boolean late = task.status() == TaskStatus.EXPIRED || task.expired() && task.status() != TaskStatus.SUCCESS;
        return late
                ? ErrorCode.AGENT_TASK_EXPIRED.because("task %s at %s", task.id(), task.expiresAt())
                : ErrorCode.TASK_STATE.because("task %s is %s", task.id(), task.status());
    }

    /** @param task that is ours for a while */
    PushOutcome push(AgentTask task) {
        PushOutcome outcome = send(task);
        log.info(
                "pushed: task={} agent={} attempt={} outcome={}",
                task.id(),
                task.agentId(),
                task.pushes().attempts(),
                outcome.word());
        switch (outcome.kind()) {
            case ACCEPTED -> table.accepted(task);
            case REJECTED -> table.rejected(task, outcome.word());
            case BUSY, UNREACHABLE ->
                table.notPushed(
                        task,
                        outcome.word(),
                        properties.delayAfter(
                                task.pushes().attempts(),
                                ThreadLocalRandom.current().nextDouble()));
        }
        return outcome;
    }

    private PushOutcome send(AgentTask task) {
        try {
            Agent agent = agents.get(task.agentId());
            if (!agent.allowed()) {
                return PushOutcome.unreachable("AGENT_NOT_ALLOWED");
            }
            URI address = URI.create(agent.baseUrl().replaceAll("/+$", "") + "/tasks");
            return PushOutcome.answered(
                    http.post(address, json.writeValueAsBytes(messageOf(task)), properties.patience()));
        } catch (SocketTimeoutException late) {
            return PushOutcome.unreachable("TIMEOUT");
        } catch (IOException | IllegalArgumentException | PodiException unreachable) {
            log.debug("not reached: task={}", task.id(), unreachable);
            return PushOutcome.unreachable("UNREACHABLE");
        }
    }

    /** The token outlives the task a little, so that an agent that is late is told so. */
    private PushMessage messageOf(AgentTask task) {
        String token = tokens.forTask(
                        task.agentId(),
                        task.id(),
                        task.nonce(),
                        task.expiresAt().plus(NOT_OVER_AT_ONCE))
                .value();
        return new PushMessage(
                task.id(),
                task.agentId(),
                token,
                task.nonce(),
                task.manifestId() == null ? null : properties.manifest(task.manifestId()),
                task.actions(),
                task.expiresAt());
    }

    private static void glance() {
        try {
            Thread.sleep(GLANCE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
