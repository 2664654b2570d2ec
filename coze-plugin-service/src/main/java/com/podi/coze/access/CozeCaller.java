package com.podi.coze.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. What Coze says of itself is signed by nobody: it tells calls apart and explains a log, and proves nothing.
 *
 * @param key by what the caller was let in: a token, by its fingerprint, or the network
 * @param address as the gateway saw it
 * @param userId of the user who talks to Coze
 * @param logId under which Coze logs the call
 */
public record CozeCaller(
        String key,
        String address,
        @Nullable String userId,
        @Nullable String botId,
        @Nullable String conversationId,
        @Nullable String logId) {

    static final String NETWORK = "network";

    private static final String ATTRIBUTE = CozeCaller.class.getName();
    private static final int LONGEST_HINT = 128;

    static CozeCaller of(HttpServletRequest request, String key, String address) {
        return new CozeCaller(
                key,
                address,
                hint(request, "X-Aiplugin-Connector-Identifier"),
                hint(request, "X-AIPlugin-Bot-ID"),
                hint(request, "X-AIPlugin-Conversation-ID"),
                hint(request, "X-Tt-Logid"));
    }

    /** Whom the check of this request has let in. */
    public static CozeCaller of(HttpServletRequest request) {
        return (CozeCaller) Objects.requireNonNull(
                request.getAttribute(ATTRIBUTE), "nobody has looked at who calls " + request.getRequestURI());
    }

    void enter(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Whoever needs no token is counted by address. */
    String countedAs() {
        return key.equals(NETWORK) ? address : key;
    }

    private static @Nullable String hint(HttpServletRequest request, String header) {
        String value = request.getHeader(header);
        if (value == null || value.isBlank()) {
            return null;
        }
        String printable = value.strip().replaceAll("[^\\x21-\\x7e]", "?");
        return printable.substring(0, Math.min(printable.length(), LONGEST_HINT));
    }
}
