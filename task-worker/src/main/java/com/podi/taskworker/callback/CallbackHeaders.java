package com.podi.taskworker.callback;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers that a caller wants to see again: few and small, and none that we speak with ourselves. */
final class CallbackHeaders {

    private static final int MOST = 10;
    private static final int LONGEST = 4 * 1024;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    private static final String OURS = "webhook-";

    /** Those of the message and of the connection; one that is ours to say could be read as two messages. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "connection",
            "transfer-encoding",
            "traceparent",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "expect");

    private static final Text TOO_MANY = new Text("最多10个请求头", "at most ten headers");
    private static final Text TOO_LONG = new Text("请求头总长不能超过4 KiB", "at most 4 KiB of headers in all");
    private static final Text NO_NAME = new Text("请求头名称不合法", "holds what is not the name of a header");
    private static final Text NOT_YOURS = new Text("不能设置该请求头", "is a header that cannot be set");
    private static final Text NO_VALUE = new Text("请求头的值只能包含可见ASCII字符", "must be of visible ASCII characters");

    private CallbackHeaders() {}

    /** @param field where the caller wrote them */
    static Map<String, String> check(@Nullable Map<String, @Nullable String> headers, String field) {
        if (headers == null) {
            return Map.of();
        }
        if (headers.size() > MOST) {
            throw ErrorCode.BAD_PARAMETER.at(field, TOO_MANY);
        }
        if (length(headers) > LONGEST) {
            throw ErrorCode.BAD_PARAMETER.at(field, TOO_LONG);
        }
        headers.forEach((name, value) -> check(name, value, field));
        return Map.copyOf(headers);
    }

    private static int length(Map<String, @Nullable String> headers) {
        return headers.entrySet().stream()
                .mapToInt(header -> header.getKey().length()
                        + (header.getValue() == null ? 0 : header.getValue().length()))
                .sum();
    }

    private static void check(String name, @Nullable String value, String field) {
        if (!NAME.matcher(name).matches()) {
            throw ErrorCode.BAD_PARAMETER.at(field, NO_NAME);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower) || lower.startsWith(OURS)) {
            throw ErrorCode.BAD_PARAMETER.at(field + "." + name, NOT_YOURS);
        }
        if (value == null || !VALUE.matcher(value).matches()) {
            throw ErrorCode.BAD_PARAMETER.at(field + "." + name, NO_VALUE);
        }
    }
}
