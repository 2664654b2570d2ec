package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.security.Caller;
import com.podi.starter.security.CurrentCaller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/** Calls that were refused before a controller saw them are refused calls, too, as far as it is known of what. */
@Component
class UnreadableCalls implements HandlerExceptionResolver, Ordered {

    private static final int MOST_DETAILS = 5;

    private final RefusedCalls refused;

    UnreadableCalls(RefusedCalls refused) {
        this.refused = refused;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    /** Answers nothing: what is wrong is told by whoever tells it for all endpoints. */
    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        boolean isCall = handler instanceof HandlerMethod method
                && (method.getBeanType() == InvokeController.class || method.getBeanType() == TaskController.class);
        Optional<Caller> caller = isCall ? CurrentCaller.of(request) : Optional.empty();
        if (caller.isPresent()) {
            if (failure instanceof MethodArgumentNotValidException invalid) {
                refused.tell(
                        calls(invalid.getBindingResult().getTarget(), request, caller.get()),
                        ErrorCode.BAD_PARAMETER,
                        details(invalid));
            } else if (failure instanceof HttpMessageNotReadableException) {
                refused.tell(nothingButItsPath(request, caller.get()), ErrorCode.BAD_PARAMETER, List.of());
            } else if (failure instanceof HttpMediaTypeNotSupportedException) {
                refused.tell(nothingButItsPath(request, caller.get()), ErrorCode.UNSUPPORTED_MEDIA_TYPE, List.of());
            }
        }
        return null;
    }

    private static List<RefusedCall> calls(@Nullable Object body, HttpServletRequest request, Caller caller) {
        if (body instanceof InvokeRequest invoke) {
            return List.of(RefusedCall.of(abilityId(request), invoke, caller));
        }
        if (body instanceof TaskRequest task) {
            return List.of(RefusedCall.of(task, caller));
        }
        return body instanceof BatchRequest batch ? RefusedCall.of(batch, caller) : List.of();
    }

    private static List<RefusedCall> nothingButItsPath(HttpServletRequest request, Caller caller) {
        return List.of(new RefusedCall(caller.userId(), null, abilityId(request), null));
    }

    /** As the path names it; of a task only its body would know. */
    private static @Nullable String abilityId(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        && variables.get("abilityId") instanceof String abilityId
                ? abilityId
                : null;
    }

    private static List<ErrorDetail> details(MethodArgumentNotValidException invalid) {
        return invalid.getFieldErrors().stream()
                .limit(MOST_DETAILS)
                .map(error -> {
                    String message = String.valueOf(error.getDefaultMessage());
                    return new ErrorDetail(error.getField(), new Text(message, message));
                })
                .toList();
    }
}
