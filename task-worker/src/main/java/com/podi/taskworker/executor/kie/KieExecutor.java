package com.podi.taskworker.executor.kie;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.cloud.Dialect;
import com.podi.taskworker.executor.cloud.ProviderWork;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Has KIE run one of its models. */
@Component
final class KieExecutor implements Executor {

    private static final String PROVIDER = "kie";

    private final ProviderWork work;
    private final JsonMapper json;
    private final Dialect dialect = new KieDialect();

    KieExecutor(ProviderWork work, JsonMapper json) {
        this.work = work;
        this.json = json;
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException {
        return work.asJob(execution, PROVIDER, dialect, new KieTask(json, execution, work.handover()));
    }
}
