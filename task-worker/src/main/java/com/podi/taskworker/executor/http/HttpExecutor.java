package com.podi.taskworker.executor.http;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.cloud.Addresses;
import com.podi.taskworker.executor.cloud.ProviderWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Runs what an administrator has declared. */
@Component
final class HttpExecutor implements Executor {

    private static final String PROVIDER = "http";

    private final ProviderWork work;
    private final JsonMapper json;

    HttpExecutor(ProviderWork work, JsonMapper json) {
        this.work = work;
        this.json = json;
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException {
        Declaration declaration = Declaration.of(json, Addresses.config(execution), execution.capability());
        DeclaredDialect dialect = new DeclaredDialect(declaration);
        DeclaredCall call =
                new DeclaredCall(json, execution, declaration, dialect, Addresses.base(execution), work.handover());
        return declaration.job() == null
                ? work.inOneCall(
                        execution,
                        keysOf(declaration),
                        dialect,
                        with -> call.answered(with, work.wholePatience(execution)))
                : work.asJob(execution, keysOf(declaration), dialect, call);
    }

    private static @Nullable String keysOf(Declaration declaration) {
        return declaration.sendKey() == null ? null : PROVIDER;
    }
}
