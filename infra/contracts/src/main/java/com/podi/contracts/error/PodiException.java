package com.podi.contracts.error;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A refusal that the caller is told about by its {@link ErrorCode}; the message is for our logs alone. */
public final class PodiException extends RuntimeException {

    private static final Pattern TO_BE_ENCODED = Pattern.compile("[\\p{Cc}\\u2028\\u2029]|\\$(?=\\{)");

    private final ErrorCode errorCode;
    private final String reason;
    private final transient List<ErrorDetail> details;
    private final @Nullable Duration retryAfter;

    private PodiException(
            ErrorCode errorCode,
            String reason,
            List<ErrorDetail> details,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(errorCode.code() + ": " + encoded(reason), cause);
        this.errorCode = errorCode;
        this.reason = reason;
        this.details = List.copyOf(details);
        this.retryAfter = retryAfter;
    }

    PodiException(ErrorCode errorCode, String reason, List<ErrorDetail> details) {
        this(errorCode, reason, details, null, null);
    }

    /** What callers sent may stand in it; in a log it must neither begin a line, nor colour one, nor be looked up. */
    private static String encoded(String reason) {
        return TO_BE_ENCODED.matcher(reason).replaceAll(found -> "\\\\u%04x"
                .formatted((int) found.group().charAt(0)));
    }

    public PodiException causedBy(Throwable cause) {
        return new PodiException(errorCode, reason, details, retryAfter, cause);
    }

    public PodiException retryAfter(Duration delay) {
        return new PodiException(errorCode, reason, details, delay, getCause());
    }

    /** The same of one field, by the name that the caller wrote. */
    public PodiException at(String field) {
        Text why = details.isEmpty() ? errorCode.message() : details.get(0).message();
        return new PodiException(errorCode, reason, List.of(new ErrorDetail(field, why)), retryAfter, this);
    }

    /**
     * The same of a part of what the caller sent.
     *
     * @param path of the part, such as {@code items[3].}; fields that begin with it stay as they are
     */
    public PodiException within(String path) {
        List<ErrorDetail> there = details.isEmpty()
                ? List.of(new ErrorDetail(path.substring(0, path.length() - 1), errorCode.message()))
                : details.stream()
                        .map(detail -> detail.field().startsWith(path)
                                ? detail
                                : new ErrorDetail(path + detail.field(), detail.message()))
                        .toList();
        return new PodiException(errorCode, reason, there, retryAfter, this);
    }

    public ErrorCode errorCode() {
        return errorCode;
    }

    public List<ErrorDetail> details() {
        return details;
    }

    /** How long the caller should wait before it tries again; null where trying again is pointless or not limited. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
