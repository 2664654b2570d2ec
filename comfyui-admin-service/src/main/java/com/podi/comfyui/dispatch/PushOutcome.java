package com.podi.comfyui.dispatch;

/**
 * What came of a push.
 *
 * @param word for whoever administers the agent
 */
record PushOutcome(Kind kind, String word) {

    static final String BUSY = "AGENT_BUSY";

    enum Kind {
        ACCEPTED,
        BUSY,
        REJECTED,
        UNREACHABLE
    }

    static PushOutcome unreachable(String word) {
        return new PushOutcome(Kind.UNREACHABLE, word);
    }

    /** Who does not know the way or has trouble of its own is asked again; a clear no is a no. */
    static PushOutcome answered(int status) {
        String word = "HTTP_" + status;
        if (status >= 200 && status < 300) {
            return new PushOutcome(Kind.ACCEPTED, word);
        }
        return switch (status) {
            case 409, 429 -> new PushOutcome(Kind.BUSY, BUSY);
            case 400, 401, 403, 410, 422 -> new PushOutcome(Kind.REJECTED, word);
            default -> unreachable(word);
        };
    }
}
