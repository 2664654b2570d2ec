package com.podi.taskworker.executor;

import com.podi.contracts.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds the executor of a provider. */
@Component
public class ExecutorRegistry {

    private final Map<String, Executor> byProvider;

    ExecutorRegistry(List<Executor> executors) {
        byProvider = executors.stream().collect(Collectors.toMap(Executor::provider, Function.identity()));
    }

    /** Of a provider that is not there any more nothing is known. */
    public boolean endsAbandonedWork(String provider) {
        Executor executor = byProvider.get(provider);
        return executor != null && executor.endsAbandonedWork();
    }

    public Executor of(String provider) throws ExecutionFailedException {
        Executor executor = byProvider.get(provider);
        if (executor == null) {
            throw ExecutionFailedException.ofOurs(
                            ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED, "no executor for provider " + provider, null)
                    .forGood();
        }
        return executor;
    }
}
