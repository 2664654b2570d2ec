package com.podi.starter.web;

import com.podi.contracts.envelope.ErrorResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Turns every exception into the error envelope; the only place where an unexpected one is logged. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ErrorAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);

    /** What PostgreSQL says of the character U+0000, which no text and no JSON of it can hold. */
    private static final Set<String> UNSTORABLE_TEXT = Set.of("22021", "22P05");

    private static final Text NO_TEXT = new Text("不是合法的UTF-8编码", "is not encoded as UTF-8");
    private static final Text MISSING = new Text("缺少该参数", "is required");
    private static final Text WRONG_TYPE = new Text("参数类型错误", "has the wrong type");
    private static final Text UNREADABLE = new Text("必须是合法的JSON对象", "must be a readable JSON object");

    private final Traces traces;
    private final ErrorCode whenStorageIsAway;

    ErrorAdvice(Traces traces, ErrorCode whenStorageIsAway) {
        this.traces = traces;
        this.whenStorageIsAway = whenStorageIsAway;
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(PodiException refusal, Locale locale) {
        if (refusal.errorCode().status() >= 500) {
            log.warn("{}", refusal.getMessage(), refusal.getCause());
        } else {
            log.debug("refused: {}", refusal.getMessage());
        }
        HttpHeaders headers = new HttpHeaders();
        if (refusal.retryAfter() != null) {
            long seconds = Math.max(1, refusal.retryAfter().toSeconds());
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        return answer(refusal.errorCode(), refusal.details(), headers, locale);
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransactionSystemException.class,
        CannotCreateTransactionException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class
    })
    ResponseEntity<Object> storageIsAway(Exception failure, Locale locale) {
        log.warn("database unavailable: {}", failure.getMessage());
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "2");
        return answer(whenStorageIsAway, List.of(), headers, locale);
    }

    @ExceptionHandler
    ResponseEntity<Object> storageRefuses(DataAccessException failure, Locale locale) {
        if (failure.getMostSpecificCause() instanceof SQLException refusal
                && UNSTORABLE_TEXT.contains(String.valueOf(refusal.getSQLState()))) {
            return answer(
                    ErrorCode.BAD_PARAMETER,
                    List.of(new ErrorDetail("", StorableText.NUL_CHARACTER)),
                    new HttpHeaders(),
                    locale);
        }
        return unexpected(failure, locale);
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(InvalidParameterException failure, Locale locale) {
        return answer(ErrorCode.BAD_PARAMETER, List.of(new ErrorDetail("query", NO_TEXT)), new HttpHeaders(), locale);
    }

    @ExceptionHandler
    ResponseEntity<Object> denied(AccessDeniedException denied, Locale locale) {
        return answer(ErrorCode.FORBIDDEN, List.of(), new HttpHeaders(), locale);
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception failure, Locale locale) {
        log.error("unexpected failure", failure);
        return answer(ErrorCode.INTERNAL, List.of(), new HttpHeaders(), locale);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(codeOf(failure, status), detailsOf(failure), headers, LocaleContextHolder.getLocale());
    }

    private ResponseEntity<Object> answer(
            ErrorCode errorCode, List<ErrorDetail> details, HttpHeaders headers, Locale locale) {
        return ResponseEntity.status(errorCode.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_JSON)
                .body(ErrorResponse.of(errorCode, details, locale, traces.currentId()));
    }

    private static ErrorCode codeOf(Exception failure, HttpStatusCode status) {
        if (failure instanceof HttpRequestMethodNotSupportedException) {
            return ErrorCode.METHOD_NOT_ALLOWED;
        }
        if (failure instanceof HttpMediaTypeNotSupportedException) {
            return ErrorCode.UNSUPPORTED_MEDIA_TYPE;
        }
        return switch (status.value()) {
            case 404 -> ErrorCode.NOT_FOUND;
            case 413 -> ErrorCode.REQUEST_TOO_LARGE;
            case 503 -> ErrorCode.SERVICE_UNAVAILABLE;
            default -> status.is4xxClientError() ? ErrorCode.BAD_PARAMETER : ErrorCode.INTERNAL;
        };
    }

    private static List<ErrorDetail> detailsOf(Exception failure) {
        if (failure instanceof MethodArgumentNotValidException invalid) {
            return invalid.getAllErrors().stream().map(ErrorAdvice::detail).toList();
        }
        if (failure instanceof HandlerMethodValidationException invalid) {
            return invalid.getParameterValidationResults().stream()
                    .flatMap(result -> result.getResolvableErrors().stream()
                            .map(error -> error instanceof FieldError field
                                    ? detail(field)
                                    : detail(result.getMethodParameter().getParameterName(), error)))
                    .toList();
        }
        if (failure instanceof MissingServletRequestParameterException missing) {
            return List.of(new ErrorDetail(missing.getParameterName(), MISSING));
        }
        if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
            return List.of(new ErrorDetail(mismatch.getName(), WRONG_TYPE));
        }
        if (failure instanceof HttpMessageNotReadableException unreadable) {
            return List.of(unreadable(unreadable));
        }
        return List.of();
    }

    private static ErrorDetail detail(ObjectError error) {
        if (error instanceof FieldError field) {
            // Binding a query parameter of another type fails without any constraint being asked.
            return field.isBindingFailure()
                    ? new ErrorDetail(field.getField(), WRONG_TYPE)
                    : detail(field.getField(), field);
        }
        return detail(error.getObjectName(), error);
    }

    /** The validator has already put its message into the language of the request. */
    private static ErrorDetail detail(@Nullable String field, MessageSourceResolvable error) {
        String message = String.valueOf(error.getDefaultMessage());
        return new ErrorDetail(field == null ? "" : field, new Text(message, message));
    }

    private static ErrorDetail unreadable(HttpMessageNotReadableException failure) {
        if (failure.getCause() instanceof JacksonException json
                && !json.getPath().isEmpty()) {
            return new ErrorDetail(path(json), WRONG_TYPE);
        }
        return new ErrorDetail("body", UNREADABLE);
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : failure.getPath()) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }
}
