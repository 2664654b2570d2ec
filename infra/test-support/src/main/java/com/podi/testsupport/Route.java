package com.podi.testsupport;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * An address that somebody answers.
 *
 * @param method {@link #ANY} where the method does not count
 */
public record Route(String method, PathPattern pattern) {

    public static final String ANY = "*";

    public static Route of(String method, String pattern) {
        return new Route(method, PathPatternParser.defaultInstance.parse(pattern));
    }

    /** The most exact of the routes that a request takes. */
    static Optional<Route> taken(String method, String path, Collection<Route> routes) {
        PathContainer wanted = PathContainer.parsePath(path);
        return routes.stream()
                .filter(route -> route.method.equals(ANY) || route.method.equals(method))
                .filter(route -> route.pattern.matches(wanted))
                .min(Comparator.comparing(Route::pattern));
    }

    @Override
    public String toString() {
        return method + " " + pattern;
    }
}
