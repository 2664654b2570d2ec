package com.podi.comfyclient;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is.
 *
 * @param baseUrl may end in a path, where a proxy stands before several nodes
 * @param headers that such a proxy wants with every request, of the WebSocket too
 */
public record NodeAddress(URI baseUrl, Map<String, String> headers) {

    public NodeAddress {
        baseUrl = URI.create(baseUrl.toString().replaceAll("/+$", ""));
        headers = Map.copyOf(headers);
    }

    public static NodeAddress of(String baseUrl) {
        return new NodeAddress(URI.create(baseUrl), Map.of());
    }

    public boolean isAt(@Nullable String url) {
        return url != null && baseUrl.equals(of(url).baseUrl());
    }

    URI http(String pathAndQuery) {
        return URI.create(baseUrl + pathAndQuery);
    }

    URI webSocket(String pathAndQuery) {
        // ws for http, wss for https
        return URI.create("ws" + baseUrl.toString().substring("http".length()) + pathAndQuery);
    }

    /** The headers are secrets. */
    @Override
    public String toString() {
        return baseUrl.toString();
    }
}
