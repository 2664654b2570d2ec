package com.podi.wallet.lane;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What became of one piece of work: its answer, or why it was refused. */
public record Outcome<A>(@Nullable A answer, @Nullable RuntimeException refusal) {

    /** @param refusals what counts as a refusal; anything else is a failure and is thrown on */
    public static <A> Outcome<A> of(Predicate<RuntimeException> refusals, Supplier<A> work) {
        try {
            return new Outcome<>(work.get(), null);
        } catch (RuntimeException thrown) {
            if (refusals.test(thrown)) {
                return new Outcome<>(null, thrown);
            }
            throw thrown;
        }
    }

    public A orThrow() {
        if (refusal != null) {
            throw refusal;
        }
        return answer;
    }
}
