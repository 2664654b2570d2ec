package com.podi.ability.workflow;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which bindings are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the action or an id
 */
record WorkflowBindingFilter(
        @Nullable @Size(max = 64) String action,
        @Nullable @Size(max = 64) String workflowId,
        @Nullable @Size(max = 64) String executorId,
        @Nullable Boolean enabled,
        @Nullable @Size(max = 100) String q) {

    boolean wants(WorkflowBinding binding) {
        return (action == null || action.equals(binding.action()))
                && (workflowId == null || workflowId.equals(binding.workflowId()))
                && (executorId == null || executorId.equals(binding.executorId()))
                && (enabled == null || enabled == binding.enabled())
                && (q == null
                        || String.join(" ", binding.id(), binding.action(), binding.workflowId(), binding.executorId())
                                .contains(q));
    }
}
