package com.podi.starter.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Whose request it is, for those that Spring gives no {@link Caller}: controllers take that as a parameter. */
public final class CurrentCaller {

    private static final String ACTING_USER = "X-Podi-Acting-User";

    private CurrentCaller() {}

    /** Empty where there is no token. */
    public static Optional<Caller> of(HttpServletRequest request) {
        return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token
                ? Optional.of(callerOf(token, request.getHeader(ACTING_USER)))
                : Optional.empty();
    }

    private static Caller callerOf(JwtAuthenticationToken token, @Nullable String actingFor) {
        String clientId = token.getToken().getClaimAsString("azp");
        Caller caller = new Caller(
                token.getName(),
                clientId == null ? "" : clientId,
                token.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(authority -> authority != null && authority.startsWith("ROLE_"))
                        .map(authority -> authority.substring("ROLE_".length()))
                        .collect(Collectors.toUnmodifiableSet()));
        return actingFor != null && caller.isService()
                ? new Caller(actingFor, caller.clientId(), caller.roles())
                : caller;
    }
}
