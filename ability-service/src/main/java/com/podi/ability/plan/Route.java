package com.podi.ability.plan;

import com.podi.ability.catalog.Way;
import com.podi.ability.executor.Executor;
import com.podi.ability.form.InputForm;
import com.podi.ability.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call would run, and all executors that would run just that.
 *
 * @param form that its inputs have to pass
 */
record Route(@Nullable Workflow workflow, InputForm form, List<Executor> executors) {

    static Route of(List<Way> sameWorkflow) {
        Way first = sameWorkflow.get(0);
        return new Route(
                first.workflow(),
                first.form(),
                sameWorkflow.stream().map(Way::executor).toList());
    }
}
