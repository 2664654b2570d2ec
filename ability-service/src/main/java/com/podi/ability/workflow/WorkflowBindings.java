package com.podi.ability.workflow;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.Trail;
import com.podi.ability.executor.Executor;
import com.podi.ability.executor.ExecutorRegistry;
import com.podi.ability.executor.ExecutorUse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.id.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code workflow_bindings}. */
@Service
public class WorkflowBindings implements ExecutorUse, WorkflowUse {

    private static final String COMFYUI = "comfyui";
    private static final Text NO_WORKFLOW = new Text("工作流不存在", "There is no such workflow");
    private static final Text NO_EXECUTOR = new Text("执行节点不存在", "There is no such executor");
    private static final Text NO_NODE = new Text("执行节点不是ComfyUI节点", "This executor is no ComfyUI node");
    private static final RowMapper<WorkflowBinding> ROWS = (row, number) -> new WorkflowBinding(
            row.getString("id"),
            row.getString("action"),
            row.getString("workflow_id"),
            row.getString("executor_id"),
            row.getInt("priority"),
            row.getBoolean("enabled"),
            row.getInt("revision"),
            row.getTimestamp("created_at").toInstant(),
            row.getTimestamp("updated_at").toInstant());

    private final JdbcClient jdbc;
    private final Workflows workflows;
    private final ExecutorRegistry executors;
    private final Trail trail;
    private final ApplicationEventPublisher listeners;
    private final Clock clock;

    WorkflowBindings(
            JdbcClient jdbc,
            Workflows workflows,
            ExecutorRegistry executors,
            Trail trail,
            ApplicationEventPublisher listeners,
            Clock clock) {
        this.jdbc = jdbc;
        this.workflows = workflows;
        this.executors = executors;
        this.trail = trail;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** Those that are on, the preferred one first. */
    public List<WorkflowBinding> enabled() {
        return jdbc.sql("""
                        select * from workflow_bindings where hidden_at is null and enabled
                        order by priority desc, created_at, id
                        """).query(ROWS).list();
    }

    @Override
    public boolean isUsed(String executorOrWorkflowId) {
        return jdbc.sql("""
                        select exists (select from workflow_bindings
                                       where hidden_at is null and :id in (executor_id, workflow_id))
                        """)
                .param("id", executorOrWorkflowId)
                .query(Boolean.class)
                .single();
    }

    Page<WorkflowBinding> page(WorkflowBindingFilter filter, PageRequest request) {
        List<WorkflowBinding> wanted = jdbc
                .sql("select * from workflow_bindings where hidden_at is null order by created_at desc, id desc")
                .query(ROWS)
                .stream()
                .filter(filter::wants)
                .toList();
        return Page.of(wanted, request);
    }

    WorkflowBinding get(String id) {
        return find(id, "");
    }

    private WorkflowBinding find(String id, String locking) {
        Optional<WorkflowBinding> found = jdbc.sql(
                        "select * from workflow_bindings where id = ? and hidden_at is null " + locking)
                .param(id)
                .query(ROWS)
                .optional();
        return found.orElseThrow(() -> ErrorCode.NOT_FOUND.because("binding %s", id));
    }

    @Transactional
    WorkflowBinding create(WorkflowBindingRequest wanted, String actor) {
        String id = wanted.id() == null ? Ids.next("wb") : wanted.id();
        try {
            write("""
                    insert into workflow_bindings (id, action, workflow_id, executor_id, priority, enabled, created_at,
                                                   updated_at)
                    values (:id, :action, :workflowId, :executorId, :priority, :enabled, :now, :now)
                    """, id, wanted);
        } catch (DuplicateKeyException taken) {
            throw ErrorCode.ALREADY_EXISTS.because("binding %s", id).causedBy(taken);
        }
        WorkflowBinding made = get(id);
        trail.created(actor, state(made, made.revision()));
        listeners.publishEvent(new WorkflowChanged(made.workflowId(), Set.of(made.action())));
        return made;
    }

    @Transactional
    WorkflowBinding replace(String id, WorkflowBindingRequest wanted, String actor) {
        WorkflowBinding before = find(id, "for update");
        if (wanted.revision() != null && wanted.revision() != before.revision()) {
            throw ErrorCode.REVISION_CONFLICT.because("binding %s is at %d", id, before.revision());
        }
        try {
            write("""
                    update workflow_bindings
                    set action = :action, workflow_id = :workflowId, executor_id = :executorId, priority = :priority,
                        enabled = :enabled, revision = revision + 1, updated_at = :now
                    where id = :id
                    """, id, wanted);
        } catch (DuplicateKeyException taken) {
            throw ErrorCode.ALREADY_EXISTS.because("binding like %s", id).causedBy(taken);
        }
        WorkflowBinding now = get(id);
        trail.changed(actor, state(before, before.revision()), state(now, now.revision()));
        listeners.publishEvent(
                new WorkflowChanged(now.workflowId(), new HashSet<>(List.of(before.action(), now.action()))));
        return now;
    }

    private void write(String sql, String id, WorkflowBindingRequest wanted) {
        workflows.keepForms();
        Workflow workflow = workflows
                .hold(wanted.workflowId())
                .orElseThrow(() -> ErrorCode.BAD_PARAMETER.at("workflowId", NO_WORKFLOW));
        Executor executor = executors
                .hold(wanted.executorId())
                .orElseThrow(() -> ErrorCode.BAD_PARAMETER.at("executorId", NO_EXECUTOR));
        if (!executor.type().equals(COMFYUI)) {
            throw ErrorCode.BAD_PARAMETER.at("executorId", NO_NODE);
        }
        String action = Objects.requireNonNullElse(wanted.action(), workflow.action());
        boolean enabled = Objects.requireNonNullElse(wanted.enabled(), true);
        if (enabled) {
            List<ErrorDetail> wrong = workflows.misfits(workflow, Set.of(action)).stream()
                    .map(misfit -> new ErrorDetail("workflowId", misfit))
                    .toList();
            if (!wrong.isEmpty()) {
                throw ErrorCode.BAD_PARAMETER.withDetails(wrong);
            }
        }
        jdbc.sql(sql)
                .param("id", id)
                .param("action", action)
                .param("workflowId", workflow.id())
                .param("executorId", executor.id())
                .param("priority", Objects.requireNonNullElse(wanted.priority(), 0))
                .param("enabled", enabled)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    @Transactional
    void remove(String id, String actor) {
        WorkflowBinding before = find(id, "for update");
        jdbc.sql("update workflow_bindings set hidden_at = now(), revision = revision + 1 where id = ?")
                .param(id)
                .update();
        trail.deleted(actor, state(before, before.revision()), state(before, before.revision() + 1));
        listeners.publishEvent(new WorkflowChanged(before.workflowId(), Set.of(before.action())));
    }

    private static Trail.State state(WorkflowBinding binding, int revision) {
        return new Trail.State(Kind.WORKFLOW_BINDING, binding.id(), revision, binding);
    }
}
