package com.podi.starter.security;

import com.podi.contracts.error.ErrorCode;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controllers the {@link Caller}; null on open paths without a token if the parameter is nullable. */
final class CallerArgumentResolver implements HandlerMethodArgumentResolver {

    static final String ACTING_USER = "X-Podi-Acting-User";

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (!(authentication instanceof JwtAuthenticationToken token)) {
            if (parameter.isOptional()) {
                return null;
            }
            throw ErrorCode.TOKEN_INVALID.because("no token");
        }
        Caller caller = callerOf(token);
        String actingFor = request.getHeader(ACTING_USER);
        return actingFor != null && caller.isService()
                ? new Caller(actingFor, caller.clientId(), caller.roles())
                : caller;
    }

    private static Caller callerOf(JwtAuthenticationToken token) {
        String clientId = token.getToken().getClaimAsString("azp");
        return new Caller(
                token.getName(),
                clientId == null ? "" : clientId,
                token.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(authority -> authority != null && authority.startsWith("ROLE_"))
                        .map(authority -> authority.substring("ROLE_".length()))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
