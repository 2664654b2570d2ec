package com.podi.taskworker.executor;

import com.podi.contracts.ability.Plan;

/** Carries out the abilities of one provider. A bean of this type is all that a new provider needs. */
public interface Executor {

    /** The provider whose abilities it runs, as the catalogue names it. */
    String provider();

    /** Whether the work is done elsewhere and only waited for here; such work holds none of this replica's workers. */
    default boolean worksElsewhere() {
        return true;
    }

    /**
     * Does the work; may take long. It is interrupted when it is to stop waiting, which need not mean that nobody wants the
     * work any more: another replica may be about to go on with it. So work that was begun elsewhere is left alone then.
     */
    ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException;

    /**
     * Whether {@link #abandon} ends work for sure. Where it does not, work that was begun is paid for, and so it is waited
     * for once more rather than begun once more when it takes too long.
     */
    default boolean endsAbandonedWork() {
        return false;
    }

    /**
     * Nobody wants the work any more that was begun elsewhere: it was canceled, took too long, or is begun anew somewhere
     * else. A courtesy that is not repeated; to be done within some seconds, and at most once matters.
     *
     * @param handle what {@link Reports#keep} was told last
     */
    default void abandon(Plan.Candidate candidate, String handle) throws Exception {}
}
