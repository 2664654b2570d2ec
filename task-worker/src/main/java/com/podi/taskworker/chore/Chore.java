package com.podi.taskworker.chore;

/** Work that falls due by itself; every replica may find it, so that doing it twice at once must do no harm. */
public interface Chore {

    /** An SQL condition, true when there is something to do; answered from an index. */
    String due();

    /** Does what is due; what fails is due again. */
    void run();
}
