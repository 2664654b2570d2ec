package com.podi.comfydouble;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it arrived.
 *
 * @param path without the query, as it was sent
 * @param headers by their names, whose case does not matter
 */
public record Recorded(String method, String path, String query, Map<String, String> headers, byte[] body) {

    public Recorded {
        Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        known.putAll(headers);
        headers = known;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
