package com.podi.ability.workflow;

import java.util.Set;

/**
 * Told inside this process, in the transaction of the change: what these abilities run is no longer the same.
 *
 * @param actions whose bindings changed
 */
public record WorkflowChanged(String workflowId, Set<String> actions) {}
