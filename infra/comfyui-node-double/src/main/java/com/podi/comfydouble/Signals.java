package com.podi.comfydouble;

/** Reasons to leave a prompt in its middle. */
final class Signals {

    private Signals() {}

    /** Somebody interrupted the prompt. */
    static final class Interrupted extends Exception {
        Interrupted() {
            super(null, null, false, false);
        }
    }

    /** The node was restarted: whatever was under way is nobody's any more. */
    static final class Gone extends RuntimeException {
        Gone() {
            super(null, null, false, false);
        }
    }
}
