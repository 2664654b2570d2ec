package com.podi.taskworker.executor.cloud;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A provider gave something else than a result. */
public final class ProviderFailure extends Exception {

    private final Trouble trouble;
    private final String reason;
    private final @Nullable Duration rest;

    /** @param reason masked */
    public ProviderFailure(Trouble trouble, String reason, @Nullable Duration rest, @Nullable Throwable cause) {
        super(trouble + ": " + reason, cause);
        this.trouble = trouble;
        this.reason = reason;
        this.rest = rest;
    }

    public ProviderFailure(Trouble trouble, String reason) {
        this(trouble, reason, null, null);
    }

    public Trouble trouble() {
        return trouble;
    }

    /** How long the provider wants to be left alone; null if it does not say. */
    @Nullable
    Duration rest() {
        return trouble.rest(rest);
    }

    ExecutionFailedException asFailure() {
        return trouble.asFailure(reason, rest, this);
    }

    /** While a job goes on that can be found again: whatever is in the way, the job is not to be begun anew for it. */
    ExecutionFailedException whileWaiting() {
        ErrorCode code = trouble.code();
        return ExecutionFailedException.ofOurs(code, reason, this).retryAfter(rest());
    }
}
