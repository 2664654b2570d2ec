package com.podi.ability.workflow;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A workflow as administrators see it.
 *
 * @param version raised by every save
 * @param revision the same, under the name that every administered record has it
 */
record WorkflowView(
        String id,
        String action,
        String name,
        int version,
        int revision,
        JsonNode definition,
        List<InputBinding> bindings,
        List<String> outputs,
        Instant createdAt,
        Instant updatedAt) {

    static WorkflowView of(Workflow workflow) {
        return new WorkflowView(
                workflow.id(),
                workflow.action(),
                workflow.name(),
                workflow.version(),
                workflow.version(),
                workflow.definition(),
                workflow.bindings(),
                workflow.outputs(),
                workflow.createdAt(),
                workflow.updatedAt());
    }
}
