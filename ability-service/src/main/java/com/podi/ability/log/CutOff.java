package com.podi.ability.log;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * A file that fails half-way must not look whole: the connection is cut. An error envelope behind the rows would be taken
 * for one of them.
 */
@Component
class CutOff implements HandlerExceptionResolver, Ordered {

    private static final ModelAndView NOBODY_LISTENS = new ModelAndView();

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!response.isCommitted()) {
            return null;
        }
        if (failure instanceof IOException || failure.getCause() instanceof IOException) {
            return NOBODY_LISTENS;
        }
        // Tomcat logs it, and closes the connection before the end of the answer.
        throw new IllegalStateException("answer cut off", failure);
    }
}
