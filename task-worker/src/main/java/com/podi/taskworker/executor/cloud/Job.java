package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Work that a provider does by and by, and is asked about until it is done. */
public interface Job {

    /** @return the name that the provider gave it; empty if it gave none */
    String begin(Conversation with) throws ProviderFailure, ExecutionFailedException, InterruptedException;

    /** @throws ProviderFailure if the provider does not say how it goes on; that the job has failed is a state of it */
    State look(Conversation with, String job) throws ProviderFailure, InterruptedException;

    /**
     * How it goes on.
     *
     * @param percent if the provider says so
     * @param result null while there is none
     * @param trouble if it has failed
     * @param words of the provider on that, as they came
     */
    record State(
            @Nullable Integer percent,
            @Nullable ExecutionResult result,
            @Nullable Trouble trouble,
            String words) {

        public static final State GOES_ON = new State(null, null, null, "");

        public static State at(int percent) {
            return new State(percent, null, null, "");
        }

        public static State done(ExecutionResult result) {
            return new State(null, result, null, "");
        }

        /** The provider has given it up, so that looking again is of no use. */
        public static State failed(Trouble trouble, String words) {
            return new State(null, null, trouble, words.isEmpty() ? "failed" : words);
        }

        Optional<State> ended() {
            return result == null && trouble == null ? Optional.empty() : Optional.of(this);
        }
    }
}
