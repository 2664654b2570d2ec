package com.podi.taskworker.picture;

import com.podi.contracts.error.PodiException;
import com.podi.taskworker.executor.ExecutionFailedException;

/** What another service refused, as the failure of an attempt. */
final class Refusals {

    private Refusals() {}

    static ExecutionFailedException asFailure(PodiException refused) {
        return refused.errorCode().status() >= 500
                ? ExecutionFailedException.forNow(refused.errorCode(), refused.getMessage(), refused)
                : ExecutionFailedException.forGood(refused.errorCode(), refused.getMessage());
    }
}
