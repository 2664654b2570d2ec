package com.podi.starter.security;

import com.podi.contracts.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controllers the {@link Caller}; null on open paths without a token if the parameter is nullable. */
final class CallerArgumentResolver implements HandlerMethodArgumentResolver {

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
        Optional<Caller> caller =
                CurrentCaller.of(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
        if (caller.isEmpty() && !parameter.isOptional()) {
            throw ErrorCode.TOKEN_INVALID.because("no token");
        }
        return caller.orElse(null);
    }
}
