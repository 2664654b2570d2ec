package com.podi.taskworker.executor;

import com.podi.contracts.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** An attempt failed; says what the caller is told and whether another attempt can succeed. */
public final class ExecutionFailedException extends Exception {

    private final ErrorCode errorCode;
    private final boolean worthRetrying;

    private ExecutionFailedException(
            ErrorCode errorCode, boolean worthRetrying, String reason, @Nullable Throwable cause) {
        super(errorCode.code() + ": " + reason, cause);
        this.errorCode = errorCode;
        this.worthRetrying = worthRetrying;
    }

    /** The input is to blame: trying again cannot help. */
    public static ExecutionFailedException forGood(ErrorCode errorCode, String reason) {
        return new ExecutionFailedException(errorCode, false, reason, null);
    }

    /** Something that can be otherwise the next time. */
    public static ExecutionFailedException forNow(ErrorCode errorCode, String reason, @Nullable Throwable cause) {
        return new ExecutionFailedException(errorCode, true, reason, cause);
    }

    public ErrorCode errorCode() {
        return errorCode;
    }

    public boolean isWorthRetrying() {
        return worthRetrying;
    }

    /** Whether the executor is to blame, and not the input, what we do ourselves, or that it has too much to do. */
    public boolean isOfExecutor() {
        return worthRetrying && (errorCode == ErrorCode.EXECUTOR_ERROR || errorCode == ErrorCode.EXECUTOR_TIMEOUT);
    }
}
