package com.podi.taskworker.callback;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * Whom to tell of the end of a task.
 *
 * @param headers go with every call, as the caller wrote them
 * @param language of what people read in it
 */
public record Callback(String url, Map<String, String> headers, Locale language) {

    public Callback {
        headers = Map.copyOf(headers);
    }

    /** Where it goes, without what may hold a secret: path, query and headers. */
    String target() {
        URI address = URI.create(url);
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return (address.getScheme() + "://" + address.getHost() + port).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "Callback[" + target() + "]";
    }
}
