package com.podi.contracts.envelope;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The envelope of every refusal; it says what the caller can act on and nothing of our inside. */
public record ErrorResponse(
        int code,
        String message,
        Body error,
        @Nullable Object data,
        @Nullable String traceId,
        Instant timestamp) {

    /** What went wrong, for programs. */
    public record Body(String type, String code, List<Field> details) {}

    /** A field that was wrong, named as the client wrote it. */
    public record Field(String field, String message) {}

    public static ErrorResponse of(
            ErrorCode errorCode, List<ErrorDetail> details, Locale locale, @Nullable String traceId) {
        return of(errorCode, details, locale, traceId, null);
    }

    /** @param data what the caller may need to go on, such as the id of the task that failed */
    public static ErrorResponse of(
            ErrorCode errorCode,
            List<ErrorDetail> details,
            Locale locale,
            @Nullable String traceId,
            @Nullable Object data) {
        List<Field> fields = details.stream()
                .map(detail -> new Field(detail.field(), detail.message().in(locale)))
                .toList();
        return new ErrorResponse(
                errorCode.status(),
                errorCode.message().in(locale),
                new Body(errorCode.type(), errorCode.code(), fields),
                data,
                traceId,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
}
