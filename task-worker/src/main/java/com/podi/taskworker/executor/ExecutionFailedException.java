package com.podi.taskworker.executor;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An attempt failed; says what the caller is told, who is to blame and whether another attempt can succeed. */
public final class ExecutionFailedException extends Exception {

    /** Who is to blame; only of the executor another one is better. */
    public enum Fault {
        CALLER,
        EXECUTOR,
        OURS
    }

    private final Fault fault;
    private final ErrorCode errorCode;
    private final String reason;
    private final boolean worthRetrying;
    private final @Nullable Duration retryAfter;
    private final transient @Nullable Text explanation;

    private ExecutionFailedException(
            Fault fault,
            ErrorCode errorCode,
            String reason,
            boolean worthRetrying,
            @Nullable Duration retryAfter,
            @Nullable Text explanation,
            @Nullable Throwable cause) {
        super(errorCode.code() + ": " + reason, cause);
        this.fault = fault;
        this.errorCode = errorCode;
        this.reason = reason;
        this.worthRetrying = worthRetrying;
        this.retryAfter = retryAfter;
        this.explanation = explanation;
    }

    /**
     * What was sent cannot be worked on: trying again cannot help.
     *
     * @param reason for our logs
     */
    public static ExecutionFailedException ofCaller(ErrorCode errorCode, String reason) {
        return new ExecutionFailedException(Fault.CALLER, errorCode, reason, false, null, null, null);
    }

    /** The executor did not do it; it may the next time, or another one does. */
    public static ExecutionFailedException ofExecutor(ErrorCode errorCode, String reason, @Nullable Throwable cause) {
        return new ExecutionFailedException(Fault.EXECUTOR, errorCode, reason, true, null, null, cause);
    }

    /** Something of the platform was in the way; what was begun elsewhere may still be found there. */
    public static ExecutionFailedException ofOurs(ErrorCode errorCode, String reason, @Nullable Throwable cause) {
        return new ExecutionFailedException(Fault.OURS, errorCode, reason, true, null, null, cause);
    }

    /** No attempt will ever succeed. */
    public ExecutionFailedException forGood() {
        return new ExecutionFailedException(fault, errorCode, reason, false, null, explanation, getCause());
    }

    /** It can be otherwise the next time, although it does not look like it. */
    public ExecutionFailedException forNow() {
        return new ExecutionFailedException(fault, errorCode, reason, true, retryAfter, explanation, getCause());
    }

    /** @param delay how long nothing else is to be expected; null if that is not known */
    public ExecutionFailedException retryAfter(@Nullable Duration delay) {
        return new ExecutionFailedException(fault, errorCode, reason, true, delay, explanation, getCause());
    }

    /** @param sentence that the caller is told beside what the code says */
    public ExecutionFailedException explained(Text sentence) {
        return new ExecutionFailedException(fault, errorCode, reason, worthRetrying, retryAfter, sentence, getCause());
    }

    public Fault fault() {
        return fault;
    }

    public ErrorCode errorCode() {
        return errorCode;
    }

    public boolean isWorthRetrying() {
        return worthRetrying;
    }

    /** Whether it tells how the executor is, which has neither refused the input nor had too much to do. */
    public boolean isOfExecutor() {
        return fault == Fault.EXECUTOR
                && worthRetrying
                && (errorCode == ErrorCode.EXECUTOR_ERROR || errorCode == ErrorCode.EXECUTOR_TIMEOUT);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public Optional<Text> explanation() {
        return Optional.ofNullable(explanation);
    }
}
