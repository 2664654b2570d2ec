package com.podi.ability.catalog;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.Trail;
import com.podi.ability.executor.ExecutorUse;
import com.podi.ability.workflow.Workflow;
import com.podi.ability.workflow.WorkflowChanged;
import com.podi.ability.workflow.WorkflowForms;
import com.podi.ability.workflow.WorkflowUse;
import com.podi.ability.workflow.Workflows;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.event.AbilityChanged;
import com.podi.starter.event.Events;
import java.util.List;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes what PODI can do. */
@Service
class Abilities implements ExecutorUse, WorkflowUse, WorkflowForms {

    private final AbilityTable table;
    private final AbilityDraft drafts;
    private final Workflows workflows;
    private final Catalogue catalogue;
    private final Trail trail;
    private final Events events;

    Abilities(
            AbilityTable table,
            AbilityDraft drafts,
            Workflows workflows,
            Catalogue catalogue,
            Trail trail,
            Events events) {
        this.table = table;
        this.drafts = drafts;
        this.workflows = workflows;
        this.catalogue = catalogue;
        this.trail = trail;
        this.events = events;
    }

    @Transactional
    Ability create(AbilityRequest wanted, String actor) {
        workflows.keepForms();
        table.insert(drafts.made(wanted));
        Ability made = table.get(wanted.idOrDefault());
        trail.created(actor, state(made, made.version()));
        tell(made);
        return made;
    }

    @Transactional
    Ability replace(String id, AbilityRequest wanted, String actor) {
        workflows.keepForms();
        Ability before = table.lock(id);
        if (wanted.revision() != null && wanted.revision() != before.version()) {
            throw ErrorCode.REVISION_CONFLICT.because("ability %s is at %d", id, before.version());
        }
        table.update(drafts.changed(before, wanted, shown(id)));
        Ability now = table.get(id);
        trail.changed(actor, state(before, before.version()), state(now, now.version()));
        tell(now);
        return now;
    }

    private List<Field> shown(String id) {
        catalogue.refresh();
        return catalogue.get(id).form().fields();
    }

    /** Tasks that were accepted go on: they have all they need. */
    @Transactional
    void remove(String id, String actor) {
        Ability before = table.lock(id);
        table.hide(id);
        trail.deleted(actor, state(before, before.version()), state(before, before.version() + 1));
        events.publish(new AbilityChanged(id, before.version() + 1, false));
    }

    @Override
    public boolean isUsed(String executorOrWorkflowId) {
        return table.names(executorOrWorkflowId);
    }

    @Override
    public List<Text> misfits(Workflow workflow, Set<String> actions) {
        return table.all().stream()
                .filter(Ability::runsWorkflow)
                .filter(ability -> ability.workflowId() == null
                        ? actions.contains(ability.action())
                        : ability.workflowId().equals(workflow.id()))
                .flatMap(ability ->
                        Fit.misfits(ability, workflow).stream().map(misfit -> sentence(ability.id(), misfit)))
                .toList();
    }

    private static Text sentence(String abilityId, Fit.Misfit misfit) {
        String name = misfit.name();
        return switch (misfit.flaw()) {
            case FIELD_GOES_NOWHERE ->
                new Text(
                        "没有绑定能力%s的参数%s".formatted(abilityId, name),
                        "bind nothing to the field %2$s of the ability %1$s".formatted(abilityId, name));
            case INPUT_HAS_NO_FIELD ->
                new Text(
                        "绑定了能力%s没有的参数%s".formatted(abilityId, name),
                        "bind the input %2$s, of which the ability %1$s has no field".formatted(abilityId, name));
            case NOTHING_TO_COUNT_BY ->
                new Text(
                        "缺少能力%s计价所用的数字参数%s".formatted(abilityId, name),
                        "lack the number %2$s, by which the ability %1$s is priced".formatted(abilityId, name));
        };
    }

    /** An ability is another one when it runs something else. */
    @EventListener
    void on(WorkflowChanged change) {
        catalogue.offers().stream()
                .filter(offer ->
                        change.actions().contains(offer.ability().action()) || offer.mayRun(change.workflowId()))
                .map(Offer::ability)
                .forEach(this::tell);
    }

    private void tell(Ability ability) {
        events.publish(new AbilityChanged(ability.id(), ability.version(), ability.isActive()));
    }

    private static Trail.State state(Ability ability, int version) {
        return new Trail.State(Kind.ABILITY, ability.id(), version, ability);
    }
}
