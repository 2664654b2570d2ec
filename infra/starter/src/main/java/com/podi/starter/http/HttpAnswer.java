package com.podi.starter.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered to a call, whatever it is; its body lies where the caller wanted it.
 *
 * @param headers by their names in lower case
 */
public record HttpAnswer(int status, Map<String, String> headers) {

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
