package com.podi.taskworker.executor;

import java.util.List;

/**
 * What an attempt has come to.
 *
 * @param outputs in the order they are to be shown in; without any the attempt has failed
 */
public record ExecutionResult(List<Output> outputs, Usage usage) {

    public ExecutionResult {
        outputs = List.copyOf(outputs);
    }

    public static ExecutionResult of(Output... outputs) {
        return new ExecutionResult(List.of(outputs), Usage.UNKNOWN);
    }
}
