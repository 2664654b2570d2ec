package com.podi.wallet.lane;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is done with a batch.
 *
 * @param batch does it and answers each piece, or throws having done none of it
 * @param hopeless whether what it threw would meet the pieces one by one as well; if not, each is tried alone, so that
 *     one that cannot be done does not take the others along
 */
public record Work<O, A>(Function<List<O>, List<Outcome<A>>> batch, Predicate<RuntimeException> hopeless) {

    A alone(O piece) {
        return batch.apply(List.of(piece)).get(0).orThrow();
    }

    /** Ends with an answer for everybody; nothing is thrown, whoever serves goes on. */
    void serve(List<Waiting<O, A>> waiting) {
        try {
            List<Outcome<A>> outcomes =
                    batch.apply(waiting.stream().map(Waiting::piece).toList());
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).tell(outcomes.get(i));
            }
        } catch (RuntimeException failure) {
            if (waiting.size() == 1 || hopeless.test(failure)) {
                waiting.forEach(one -> one.answer().completeExceptionally(failure));
            } else {
                // Each may take its time; whoever has gone meanwhile is not waited for.
                List.copyOf(waiting).stream().filter(one -> !one.isForgotten()).forEach(one -> serve(List.of(one)));
            }
        } catch (Error error) {
            waiting.forEach(one -> one.answer().completeExceptionally(error));
        }
    }
}
