package com.podi.ability.workflow;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.Plan;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A graph that does an action.
 *
 * @param version raised by every save; each one is kept as it was
 * @param outputs the nodes whose files are the result, in this order
 */
public record Workflow(
        String id,
        String action,
        String name,
        int version,
        JsonNode definition,
        List<InputBinding> bindings,
        List<String> outputs,
        Instant createdAt,
        Instant updatedAt) {

    /** The form of an ability that runs it. */
    public List<Field> fields() {
        return bindings.stream().map(InputBinding::field).toList();
    }

    public Plan.Workflow inPlan() {
        return new Plan.Workflow(
                id,
                version,
                definition,
                bindings.stream().map(InputBinding::inPlan).toList(),
                outputs);
    }
}
