package com.podi.taskworker.executor;

import java.util.List;

/** Carries out the abilities of one provider. */
public interface Executor {

    /** The provider whose abilities it runs, as the catalogue names it. */
    String provider();

    /** Whether the work is done elsewhere and only waited for here; such work holds none of this replica's workers. */
    boolean worksElsewhere();

    /**
     * Does the work; may take long and is interrupted when nobody waits for it any more.
     *
     * @return what was produced, in the order it is to be shown in
     */
    List<Output> run(Execution execution) throws ExecutionFailedException, InterruptedException;
}
