package com.podi.comfyclient;

/**
 * A file that a node has made.
 *
 * @param type output, or temp for one that the next restart wipes
 */
public record OutputFile(String filename, String subfolder, String type) {

    boolean isResult() {
        return type.equals("output");
    }
}
