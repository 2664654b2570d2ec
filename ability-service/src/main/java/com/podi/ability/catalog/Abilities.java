package com.podi.ability.catalog;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.Trail;
import com.podi.ability.executor.ExecutorUse;
import com.podi.ability.workflow.WorkflowChanged;
import com.podi.ability.workflow.WorkflowUse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.AbilityChanged;
import com.podi.starter.event.Events;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes what PODI can do. */
@Service
class Abilities implements ExecutorUse, WorkflowUse {

    private final AbilityTable table;
    private final AbilityDraft drafts;
    private final Catalogue catalogue;
    private final Trail trail;
    private final Events events;

    Abilities(AbilityTable table, AbilityDraft drafts, Catalogue catalogue, Trail trail, Events events) {
        this.table = table;
        this.drafts = drafts;
        this.catalogue = catalogue;
        this.trail = trail;
        this.events = events;
    }

    @Transactional
    Ability create(AbilityRequest wanted, String actor) {
        table.insert(drafts.made(wanted));
        Ability made = table.get(wanted.idOrDefault());
        trail.created(actor, state(made, made.version()));
        tell(made);
        return made;
    }

    @Transactional
    Ability replace(String id, AbilityRequest wanted, String actor) {
        Ability before = table.lock(id);
        if (wanted.revision() != null && wanted.revision() != before.version()) {
            throw ErrorCode.REVISION_CONFLICT.because("ability %s is at %d", id, before.version());
        }
        table.update(drafts.changed(before, wanted));
        Ability now = table.get(id);
        trail.changed(actor, state(before, before.version()), state(now, now.version()));
        tell(now);
        return now;
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

    /** An ability is another one when it runs something else. */
    @EventListener
    void on(WorkflowChanged change) {
        catalogue.offers().stream()
                .filter(offer -> change.actions().contains(offer.ability().action())
                        || offer.workflow() != null && offer.workflow().id().equals(change.workflowId()))
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
