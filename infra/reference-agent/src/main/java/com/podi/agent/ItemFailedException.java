package com.podi.agent;

/** One item of a manifest could not be brought; the others still can. */
final class ItemFailedException extends Exception {

    private final String code;

    ItemFailedException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
