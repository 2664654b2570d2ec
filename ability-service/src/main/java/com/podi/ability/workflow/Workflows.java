package com.podi.ability.workflow;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.Trail;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.id.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The workflows there are. A version that was saved is never changed: a save makes the next one. */
@Service
public class Workflows {

    private final WorkflowTable table;
    private final Trail trail;
    private final ObjectProvider<WorkflowUse> uses;
    private final ObjectProvider<WorkflowForms> forms;
    private final ApplicationEventPublisher listeners;
    private final JsonMapper json;
    private final Clock clock;

    Workflows(
            WorkflowTable table,
            Trail trail,
            ObjectProvider<WorkflowUse> uses,
            ObjectProvider<WorkflowForms> forms,
            ApplicationEventPublisher listeners,
            JsonMapper json,
            Clock clock) {
        this.table = table;
        this.trail = trail;
        this.uses = uses;
        this.forms = forms;
        this.listeners = listeners;
        this.json = json;
        this.clock = clock;
    }

    /** The newest first. */
    public List<Workflow> all() {
        return table.all();
    }

    /** One that stays until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Workflow> hold(String id) {
        return table.hold(id);
    }

    /** Until the end of the transaction nobody else changes what abilities take, or what their workflows bind. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keepForms() {
        table.keepForms();
    }

    /** @return what abilities have fields for, and it would not bind, or the other way round */
    List<Text> misfits(Workflow workflow, Set<String> actions) {
        return forms.stream()
                .flatMap(form -> form.misfits(workflow, actions).stream())
                .toList();
    }

    Page<WorkflowView> page(WorkflowFilter filter, PageRequest request) {
        List<WorkflowView> wanted =
                table.all().stream().filter(filter::wants).map(WorkflowView::of).toList();
        return Page.of(wanted, request);
    }

    WorkflowView get(String id) {
        return WorkflowView.of(table.find(id).orElseThrow(() -> missing(id)));
    }

    /** A version that was saved once, whatever came after it. */
    JsonNode get(String id, int version) {
        return trail.document(Kind.WORKFLOW, id, version).orElseThrow(() -> missing(id + " version " + version));
    }

    List<BindableInput> inputs(String id) {
        Workflow workflow = table.find(id).orElseThrow(() -> missing(id));
        return Graph.read(workflow.definition()).bindableInputs();
    }

    @Transactional
    WorkflowView create(WorkflowRequest wanted, String actor) {
        String id = wanted.id() == null ? Ids.next("wf") : wanted.id();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Workflow made = workflow(id, 1, wanted, now, now);
        if (!table.insert(made)) {
            throw ErrorCode.ALREADY_EXISTS.because("workflow %s", id);
        }
        trail.created(actor, state(made, 1));
        return WorkflowView.of(made);
    }

    @Transactional
    WorkflowView replace(String id, WorkflowRequest wanted, String actor) {
        table.keepForms();
        Workflow before = table.lock(id).orElseThrow(() -> missing(id));
        if (wanted.revision() != null && wanted.revision() != before.version()) {
            throw ErrorCode.REVISION_CONFLICT.because("workflow %s is at %d", id, before.version());
        }
        Workflow now = workflow(
                id,
                before.version() + 1,
                wanted,
                before.createdAt(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        List<ErrorDetail> wrong = misfits(now, table.actionsOf(id)).stream()
                .map(misfit -> new ErrorDetail("bindings", misfit))
                .toList();
        if (!wrong.isEmpty()) {
            throw ErrorCode.WORKFLOW_INVALID.withDetails(wrong);
        }
        table.update(now);
        trail.changed(actor, state(before, before.version()), state(now, now.version()));
        listeners.publishEvent(new WorkflowChanged(id, Set.of()));
        return WorkflowView.of(now);
    }

    @Transactional
    void remove(String id, String actor) {
        Workflow before = table.lock(id).orElseThrow(() -> missing(id));
        if (uses.stream().anyMatch(use -> use.isUsed(id))) {
            throw ErrorCode.IN_USE.because("workflow %s", id);
        }
        table.hide(id, clock.instant());
        trail.deleted(actor, state(before, before.version()), state(before, before.version() + 1));
    }

    private Workflow workflow(String id, int version, WorkflowRequest wanted, Instant createdAt, Instant updatedAt) {
        Graph graph = Graph.read(wanted.definition());
        return new Workflow(
                id,
                wanted.action(),
                wanted.name(),
                version,
                wanted.definition(),
                BindingCheck.complete(json, graph, wanted.bindings() == null ? List.of() : wanted.bindings()),
                graph.outputs(wanted.outputs()),
                createdAt,
                updatedAt);
    }

    private static Trail.State state(Workflow workflow, int version) {
        return new Trail.State(Kind.WORKFLOW, workflow.id(), version, WorkflowView.of(workflow));
    }

    private static RuntimeException missing(String id) {
        return ErrorCode.WORKFLOW_NOT_FOUND.because("%s", id);
    }
}
