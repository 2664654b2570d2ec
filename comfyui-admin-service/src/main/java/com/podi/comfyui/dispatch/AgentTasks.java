package com.podi.comfyui.dispatch;

import com.podi.comfyui.agent.AgentUse;
import com.podi.comfyui.agent.Agents;
import com.podi.comfyui.manifest.Manifest;
import com.podi.comfyui.manifest.Manifests;
import com.podi.comfyui.token.AgentToken;
import com.podi.comfyui.token.Scope;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.starter.id.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** The tasks: made by administrators, worked off by agents. */
@Service
public class AgentTasks implements AgentUse {

    private final TaskTable table;
    private final TaskEvents events;
    private final Agents agents;
    private final Manifests manifests;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    AgentTasks(
            TaskTable table,
            TaskEvents events,
            Agents agents,
            Manifests manifests,
            ApplicationEventPublisher publisher,
            Clock clock) {
        this.table = table;
        this.events = events;
        this.agents = agents;
        this.manifests = manifests;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public boolean isUsed(String agentId) {
        return table.isUnderWay(agentId);
    }

    /** @param operationId of the call: it stands in the id, so that a repeat of the call finds the task again */
    @Transactional
    public AgentTask create(TaskRequest wanted, String author, String operationId) {
        String id = Ids.after(operationId, "atask");
        return table.find(id).orElseGet(() -> createNew(id, wanted, author));
    }

    private AgentTask createNew(String id, TaskRequest wanted, String author) {
        agents.hold(wanted.agentId()).mustBeAllowed();
        String manifestId = wanted.manifest();
        Integer revision =
                manifestId == null ? null : manifests.get(manifestId, null).revision();
        AgentTask task = table.insert(id, wanted, revision, wanted.expiry(clock.instant()), author);
        publisher.publishEvent(new Hurry());
        return task;
    }

    /** Something is to be pushed; nobody waits for the next look. */
    record Hurry() {}

    Page<TaskView> page(TaskFilter filter, PageRequest request) {
        Page<AgentTask> page = table.page(filter, request);
        return new Page<>(page.items().stream().map(TaskView::of).toList(), page.pagination());
    }

    AgentTask get(String id) {
        return table.get(id);
    }

    Page<TaskEventView> events(String id, @Nullable String level, PageRequest request) {
        return events.page(table.get(id).id(), level, request);
    }

    /** The task that a token is for; its agent is still welcome, and no other token has taken the place of this one. */
    AgentTask of(AgentToken token) {
        token.mustBe(Scope.TASK);
        AgentTask task = table.get(String.valueOf(token.taskId()));
        if (!task.agentId().equals(token.agentId()) || !same(task.nonce(), token.nonce())) {
            throw ErrorCode.AGENT_TOKEN_INVALID.because("task %s has another nonce by now", task.id());
        }
        agents.get(task.agentId()).mustBeAllowed();
        return task;
    }

    AgentTask of(AgentToken token, String taskId) {
        token.mustBe(Scope.TASK);
        if (!taskId.equals(token.taskId())) {
            throw ErrorCode.AGENT_TASK_FORBIDDEN.because("%s has a token for %s", token.agentId(), token.taskId());
        }
        return of(token);
    }

    /** A token of a task that is over proves nothing any more. */
    void mustBeOpen(AgentToken token) {
        AgentTask task = of(token);
        if (task.status() == TaskStatus.EXPIRED
                || task.expired() && !task.status().isOver()) {
            throw over(task);
        }
        if (task.status().isOver()) {
            throw ErrorCode.AGENT_TOKEN_INVALID.because("task %s is %s", task.id(), task.status());
        }
    }

    /** As it was when the task was made. */
    @Transactional
    public Manifest manifest(AgentToken token, String manifestId) {
        AgentTask task = of(token);
        if (!manifestId.equals(task.manifestId())) {
            throw ErrorCode.AGENT_MANIFEST_FORBIDDEN.because("task %s is about %s", task.id(), task.manifestId());
        }
        if (!table.goesOn(task, null)) {
            throw over(task);
        }
        return manifests.get(manifestId, task.manifestRevision());
    }

    @Transactional
    public TaskEventView tell(AgentToken token, String taskId, TaskEventRequest event) {
        AgentTask task = of(token, taskId);
        event.check();
        if (!table.goesOn(task, event.progress())) {
            throw over(task);
        }
        return events.add(taskId, event);
    }

    @Transactional
    public AgentTask complete(AgentToken token, String taskId, @Nullable JsonNode summary, @Nullable JsonNode synced) {
        AgentTask task = of(token, taskId);
        if (table.succeeds(task, summary, synced)) {
            if (task.manifestId() != null) {
                agents.hasSynced(task.agentId());
            }
        } else if (table.get(taskId).status() != TaskStatus.SUCCESS) {
            throw over(task);
        }
        return ended(task);
    }

    @Transactional
    public AgentTask fail(
            AgentToken token,
            String taskId,
            @Nullable String errorCode,
            @Nullable String message,
            @Nullable JsonNode failedItems) {
        AgentTask task = of(token, taskId);
        if (!table.fails(task, errorCode, message, failedItems)
                && table.get(taskId).status() != TaskStatus.FAILED) {
            throw over(task);
        }
        return ended(task);
    }

    private AgentTask ended(AgentTask task) {
        table.hurry(task.agentId());
        publisher.publishEvent(new Hurry());
        return table.get(task.id());
    }

    private PodiException over(AgentTask before) {
        AgentTask task = table.get(before.id());
        if (task.status() == TaskStatus.EXPIRED
                || task.expired() && !task.status().isOver()) {
            return ErrorCode.AGENT_TASK_EXPIRED.because("task %s at %s", task.id(), task.expiresAt());
        }
        return ErrorCode.TASK_STATE.because("task %s is %s", task.id(), task.status());
    }

    /** In the same time whether they are alike or not. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
