package com.podi.ability.workflow;

import java.time.Instant;

/**
 * Says that an executor does an action by a workflow.
 *
 * @param priority the higher one is preferred
 */
public record WorkflowBinding(
        String id,
        String action,
        String workflowId,
        String executorId,
        int priority,
        boolean enabled,
        int revision,
        Instant createdAt,
        Instant updatedAt) {}
