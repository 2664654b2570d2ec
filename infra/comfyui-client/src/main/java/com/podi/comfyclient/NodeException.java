package com.podi.comfyclient;

import org.jspecify.annotations.Nullable;

/** A node did not do what was asked of it. The message is for logs; nothing of the node's inside stands in it. */
public final class NodeException extends Exception {

    /** What is wrong, as far as it matters for what to do next. */
    public enum Kind {
        /** Not reached, or no answer that a node would give. */
        UNAVAILABLE,
        /** Whatever stands before it does not let us in. */
        FORBIDDEN,
        /** The graph or a value in it is not what the node takes. */
        INVALID_WORKFLOW,
        /** It has no such class of nodes: a plugin is missing. */
        CLASS_MISSING,
        MODEL_MISSING,
        INPUT_TOO_LARGE,
        /** It says that it succeeded, and what it should have made is not there, or not whole. */
        OUTPUT_MISSING,
        /** It took too long. */
        TIMEOUT
    }

    private final Kind kind;

    NodeException(Kind kind, String message) {
        this(kind, message, null);
    }

    NodeException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
