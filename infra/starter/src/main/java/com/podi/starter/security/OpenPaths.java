package com.podi.starter.security;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/** What of a service needs no token. */
public final class OpenPaths {

    private final SecurityProperties properties;

    OpenPaths(SecurityProperties properties) {
        this.properties = properties;
    }

    /** @param path may be a pattern itself */
    public boolean includes(String method, String path) {
        return properties.open().contains(method + " " + path)
                || properties.unread().stream()
                        .map(PathPatternParser.defaultInstance::parse)
                        .anyMatch(pattern -> pattern.matches(PathContainer.parsePath(path)));
    }
}
