package com.podi.ability.catalog;

import com.podi.ability.executor.Executor;
import com.podi.ability.form.InputForm;
import com.podi.ability.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * One way to carry out an ability.
 *
 * @param workflow what the executor would run; null where it needs none
 * @param form that inputs have to pass for it
 */
public record Way(Executor executor, @Nullable Workflow workflow, InputForm form) {

    /** Health comes and goes; this is what administrators say. */
    public boolean isConfigured(Ability ability) {
        return executor.isActive()
                && executor.tags().containsAll(ability.routing().tags());
    }

    /** By which ways with the same workflow are found; empty if it has none. */
    public String workflowId() {
        return workflow == null ? "" : workflow.id();
    }

    public boolean isWell() {
        return executor.health().isGood();
    }
}
