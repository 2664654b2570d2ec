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

    /** Whether another attempt can succeed. */
    public enum Again {
        NEVER,
        /** It may have been done, and paid for, although nobody was told. */
        UNSURE,
        /** It would fail here again. */
        ELSEWHERE,
        /** What failed was this work, and it is likely to fail everywhere. */
        ONCE,
        WHILE_ALLOWED
    }

    private final Fault fault;
    private final ErrorCode errorCode;
    private final String reason;
    private final Again again;
    private final @Nullable Duration retryAfter;
    private final transient @Nullable Text explanation;

    private ExecutionFailedException(
            Fault fault,
            ErrorCode errorCode,
            String reason,
            Again again,
            @Nullable Duration retryAfter,
            @Nullable Text explanation,
            @Nullable Throwable cause) {
        super(errorCode.code() + ": " + reason, cause);
        this.fault = fault;
        this.errorCode = errorCode;
        this.reason = reason;
        this.again = again;
        this.retryAfter = retryAfter;
        this.explanation = explanation;
    }

    /**
     * What was sent cannot be worked on: trying again cannot help.
     *
     * @param reason for our logs
     */
    public static ExecutionFailedException ofCaller(ErrorCode errorCode, String reason) {
        return new ExecutionFailedException(Fault.CALLER, errorCode, reason, Again.NEVER, null, null, null);
    }

    /** The executor did not do it; it may the next time, or another one does. */
    public static ExecutionFailedException ofExecutor(ErrorCode errorCode, String reason, @Nullable Throwable cause) {
        return new ExecutionFailedException(Fault.EXECUTOR, errorCode, reason, Again.WHILE_ALLOWED, null, null, cause);
    }

    /** Something of the platform was in the way; what was begun elsewhere may still be found there. */
    public static ExecutionFailedException ofOurs(ErrorCode errorCode, String reason, @Nullable Throwable cause) {
        return new ExecutionFailedException(Fault.OURS, errorCode, reason, Again.WHILE_ALLOWED, null, null, cause);
    }

    /** No attempt will ever succeed. */
    public ExecutionFailedException forGood() {
        return new ExecutionFailedException(fault, errorCode, reason, Again.NEVER, null, explanation, getCause());
    }

    /** It may have been done after all, and must not be done twice. */
    public ExecutionFailedException unsure() {
        return new ExecutionFailedException(fault, errorCode, reason, Again.UNSURE, null, explanation, getCause());
    }

    /** Another executor may have what this one lacks. */
    public ExecutionFailedException elsewhere() {
        return new ExecutionFailedException(
                fault, errorCode, reason, Again.ELSEWHERE, retryAfter, explanation, getCause());
    }

    /** It is worth a second attempt and no third. */
    public ExecutionFailedException onceMore() {
        return new ExecutionFailedException(fault, errorCode, reason, Again.ONCE, retryAfter, explanation, getCause());
    }

    /** It can be otherwise the next time, although it does not look like it. */
    public ExecutionFailedException forNow() {
        return new ExecutionFailedException(
                fault, errorCode, reason, Again.WHILE_ALLOWED, retryAfter, explanation, getCause());
    }

    /** @param delay how long nothing else is to be expected; null if that is not known */
    public ExecutionFailedException retryAfter(@Nullable Duration delay) {
        return new ExecutionFailedException(
                fault, errorCode, reason, Again.WHILE_ALLOWED, delay, explanation, getCause());
    }

    /** @param sentence that the caller is told beside what the code says */
    public ExecutionFailedException explained(Text sentence) {
        return new ExecutionFailedException(fault, errorCode, reason, again, retryAfter, sentence, getCause());
    }

    public Fault fault() {
        return fault;
    }

    public ErrorCode errorCode() {
        return errorCode;
    }

    public Again again() {
        return again;
    }

    public boolean isWorthRetrying() {
        return again != Again.NEVER && again != Again.UNSURE;
    }

    /** Whether it tells how the executor is, whatever it works on: it has refused nothing, and not had too much to do. */
    public boolean isOfExecutor() {
        return fault == Fault.EXECUTOR
                && (again == Again.WHILE_ALLOWED || again == Again.UNSURE)
                && (errorCode == ErrorCode.EXECUTOR_ERROR || errorCode == ErrorCode.EXECUTOR_TIMEOUT);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public Optional<Text> explanation() {
        return Optional.ofNullable(explanation);
    }
}
