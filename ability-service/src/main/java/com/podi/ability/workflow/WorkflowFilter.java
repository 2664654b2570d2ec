package com.podi.ability.workflow;

import jakarta.validation.constraints.Size;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which workflows are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the name or the id
 */
record WorkflowFilter(
        @Nullable @Size(max = 64) String action,
        @Nullable @Size(max = 100) String q) {

    boolean wants(Workflow workflow) {
        return (action == null || action.equals(workflow.action()))
                && (q == null
                        || (workflow.id() + " " + workflow.name())
                                .toLowerCase(Locale.ROOT)
                                .contains(q.toLowerCase(Locale.ROOT)));
    }
}
