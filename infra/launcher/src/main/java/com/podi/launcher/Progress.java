package com.podi.launcher;

import com.podi.parts.Child;
import java.time.Duration;

/** Hears how the components come up. */
public interface Progress {
    /** A progress that nobody watches. */
    Progress NONE = new Progress() {};

    /** It was running already. */
    default void kept(Child child) {}

    /** Its process exists, and is not ready yet. */
    default void launched(Child child) {}

    /** It is ready. */
    default void started(Child child, Duration took) {}

    /** It was running, did not answer, and is started anew. */
    default void replaced(Child child) {}
}
