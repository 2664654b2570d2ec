package com.podi.comfyui.token;

import com.podi.contracts.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers the {@link AgentToken} of the request; named as the first parameter it is looked at before all else. */
@Configuration(proxyBeanMethods = false)
class AgentTokenConfiguration implements WebMvcConfigurer, HandlerMethodArgumentResolver {

    private static final String BEARER = "Bearer ";

    private final ObjectProvider<AgentTokens> tokens;

    AgentTokenConfiguration(ObjectProvider<AgentTokens> tokens) {
        this.tokens = tokens;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == AgentToken.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw ErrorCode.AGENT_TOKEN_REQUIRED.because("no bearer token");
        }
        return tokens.getObject().verify(header.substring(BEARER.length()));
    }
}
