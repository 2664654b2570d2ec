package com.podi.comfydouble;

/** A node of the graph raised an exception. */
final class NodeFailure extends Exception {

    private final String type;

    NodeFailure(String type, String message) {
        super(message);
        this.type = type;
    }

    /** The Python class. */
    String type() {
        return type;
    }
}
