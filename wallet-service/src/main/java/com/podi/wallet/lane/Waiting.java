package com.podi.wallet.lane;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A piece of work whose caller waits for its answer. */
record Waiting<O, A>(O piece, CompletableFuture<A> answer) {

    Waiting(O piece) {
        this(piece, new CompletableFuture<>());
    }

    boolean isForgotten() {
        return answer.isDone();
    }

    void tell(Outcome<A> outcome) {
        if (outcome.refusal() == null) {
            answer.complete(outcome.answer());
        } else {
            answer.completeExceptionally(outcome.refusal());
        }
    }

    /** Who loses patience does not know whether it was done: only work that nobody has begun is forgotten. */
    A within(Duration patience, Supplier<RuntimeException> tooBusy) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (TimeoutException late) {
            answer.cancel(false);
            throw tooBusy.get();
        } catch (InterruptedException interrupted) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw tooBusy.get();
        }
    }
}
