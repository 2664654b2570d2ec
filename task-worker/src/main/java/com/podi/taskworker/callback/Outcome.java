package com.podi.taskworker.callback;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a try went.
 *
 * @param httpStatus what the target answered, if it did
 * @param reason why it did not
 */
record Outcome(@Nullable Integer httpStatus, @Nullable Reason reason, Duration duration) {

    private static final int GONE = 410;

    /** What the caller may know of a failure. */
    enum Reason {
        /** The address is none that we call. */
        NOT_ALLOWED,
        UNREACHABLE,
        TIMEOUT,
        /** It was our fault: the result could not be read. */
        NOT_READY,
        /** The sender did not live to tell. */
        LOST;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Outcome answered(int httpStatus, Duration duration) {
        return new Outcome(httpStatus, null, duration);
    }

    static Outcome failed(Reason reason, Duration duration) {
        return new Outcome(null, reason, duration);
    }

    /** Nothing but success is success, redirects least of all. */
    boolean isSuccess() {
        return httpStatus != null && httpStatus >= 200 && httpStatus < 300;
    }

    boolean isFinal() {
        return httpStatus != null && httpStatus == GONE;
    }

    /** For logs. */
    @Override
    public String toString() {
        return reason == null ? "answered " + httpStatus : reason.word();
    }
}
