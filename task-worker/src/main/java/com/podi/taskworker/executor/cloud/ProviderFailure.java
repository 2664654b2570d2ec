package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A provider gave something else than a result. */
public final class ProviderFailure extends Exception {

    private final Trouble trouble;
    private final String reason;
    private final @Nullable Duration rest;
    private final boolean unsure;
    private final boolean last;

    private ProviderFailure(
            Trouble trouble,
            String reason,
            @Nullable Duration rest,
            boolean unsure,
            boolean last,
            @Nullable Throwable cause) {
        super(trouble + ": " + reason, cause);
        this.trouble = trouble;
        this.reason = reason;
        this.rest = rest;
        this.unsure = unsure;
        this.last = last;
    }

    /** @param reason masked */
    public ProviderFailure(Trouble trouble, String reason, @Nullable Duration rest, @Nullable Throwable cause) {
        this(trouble, reason, rest, cause instanceof IOException || trouble == Trouble.SILENCE, false, cause);
    }

    public ProviderFailure(Trouble trouble, String reason) {
        this(trouble, reason, null, null);
    }

    /** Nobody knows what came of the call. */
    ProviderFailure unsure() {
        return new ProviderFailure(trouble, reason, rest, true, last, getCause());
    }

    boolean mayHaveBeenDone() {
        return unsure;
    }

    /** To ask once more could be to pay once more. */
    public ProviderFailure forGood() {
        return new ProviderFailure(trouble, reason, rest, unsure, true, getCause());
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
        ExecutionFailedException failure = trouble.asFailure(reason, rest, this);
        return last ? failure.unsure() : failure;
    }

    /** Of a job that has failed there, for the key's sake or not: there is nothing to go on with. */
    ExecutionFailedException asEndOfJob() {
        return trouble.isOfTheKey()
                ? ExecutionFailedException.ofExecutor(trouble.code(), reason, this)
                        .retryAfter(rest())
                : asFailure();
    }

    /** While a job goes on that can be found again: whatever is in the way, the job is not to be begun anew for it. */
    ExecutionFailedException whileWaiting() {
        return ExecutionFailedException.ofOurs(trouble.codeWhileWaiting(), reason, this)
                .retryAfter(Polling.bounded(rest()));
    }
}
