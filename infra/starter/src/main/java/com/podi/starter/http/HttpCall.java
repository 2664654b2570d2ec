package com.podi.starter.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole call; its headers and its query may hold secrets, and are never shown. */
public record HttpCall(
        String method,
        URI address,
        List<Map.Entry<String, String>> headers,
        @Nullable HttpContent content) {

    public HttpCall {
        headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
        return "%s %s://%s%s".formatted(method, address.getScheme(), address.getRawAuthority(), address.getRawPath());
    }
}
