package com.podi.ability.workflow;

/** Asked before a workflow goes, of everything that may lean on it. */
public interface WorkflowUse {

    boolean isUsed(String workflowId);
}
