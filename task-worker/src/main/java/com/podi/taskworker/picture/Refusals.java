package com.podi.taskworker.picture;

import com.podi.contracts.error.PodiException;
import com.podi.taskworker.executor.ExecutionFailedException;

/** What another service refused, as the failure of an attempt. */
final class Refusals {

    private static final int TOO_MANY = 429;

    private Refusals() {}

    static ExecutionFailedException asFailure(PodiException refused) {
        int status = refused.errorCode().status();
        return status >= 500 || status == TOO_MANY
                ? ExecutionFailedException.ofOurs(refused.errorCode(), refused.getMessage(), refused)
                        .retryAfter(refused.retryAfter())
                : ExecutionFailedException.ofCaller(refused.errorCode(), refused.getMessage());
    }
}
