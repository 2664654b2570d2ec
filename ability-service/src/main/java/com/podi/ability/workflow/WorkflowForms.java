package com.podi.ability.workflow;

import com.podi.contracts.error.Text;
import java.util.List;
import java.util.Set;

/** Asked before a workflow is saved or bound, of everything that has fields of its own and would run it. */
public interface WorkflowForms {

    /**
     * @param actions by whose bindings it is run, besides by whoever names it
     * @return what would not go together any more, a sentence each
     */
    List<Text> misfits(Workflow workflow, Set<String> actions);
}
