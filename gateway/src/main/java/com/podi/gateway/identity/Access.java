package com.podi.gateway.identity;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** What a caller must show, by where the call goes. */
enum Access {
    /** These have their own proof, or are sent with a token that is long stale: it is nothing to us. */
    UNREAD(Set.of()),
    /** Good for everybody, but a token that is sent must be good. */
    OPEN(Set.of()),
    KNOWN(Set.of("user", "admin", "service")),
    ADMIN(Set.of("admin"));

    private static final PathPatternParser PATTERNS = new PathPatternParser();

    /** The first that fits counts. */
    private static final List<Rule> RULES = List.of(
            new Rule(null, "/api/auth/register", UNREAD),
            new Rule(null, "/api/auth/login", UNREAD),
            new Rule(null, "/api/os/v1/auth/login", UNREAD),
            new Rule(null, "/api/auth/refresh", UNREAD),
            new Rule(null, "/api/media/v1/oss-callback", UNREAD),
            new Rule(null, "/api/media/v1/bucket-notifications", UNREAD),
            new Rule(null, "/api/agent/**", UNREAD),
            new Rule(null, "/api/coze/**", UNREAD),
            new Rule(null, "/actuator/health/**", OPEN),
            new Rule(null, "/actuator/**", ADMIN),
            new Rule(null, "/api/admin/**", ADMIN),
            new Rule(HttpMethod.GET, "/api/abilities", OPEN),
            new Rule(HttpMethod.GET, "/api/abilities/{id}", OPEN),
            new Rule(HttpMethod.GET, "/api/docs/**", OPEN),
            new Rule(null, "/api/**", KNOWN));

    private final Set<String> roles;

    Access(Set<String> roles) {
        this.roles = roles;
    }

    /** Outside of these nothing is routed: it is answered that there is nothing. */
    static Access to(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        for (Rule rule : RULES) {
            if (rule.fits(request.getMethod(), path)) {
                return rule.access;
            }
        }
        return OPEN;
    }

    boolean needsToken() {
        return !roles.isEmpty();
    }

    boolean isGrantedTo(Caller caller) {
        return !needsToken() || caller.roles().stream().anyMatch(roles::contains);
    }

    private record Rule(@Nullable HttpMethod method, PathPattern pattern, Access access) {

        Rule(@Nullable HttpMethod method, String pattern, Access access) {
            this(method, PATTERNS.parse(pattern), access);
        }

        boolean fits(HttpMethod called, PathContainer path) {
            return (method == null || method.equals(called) || isAskedForItsHead(called)) && pattern.matches(path);
        }

        private boolean isAskedForItsHead(HttpMethod called) {
            return HttpMethod.GET.equals(method) && HttpMethod.HEAD.equals(called);
        }
    }
}
