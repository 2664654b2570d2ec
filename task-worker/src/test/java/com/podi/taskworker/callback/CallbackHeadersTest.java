package com.podi.taskworker.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackHeadersTest {

    private static final String FIELD = "items[3].callbackHeaders";

    @Test
    void whatACallerMaySendIsSent() {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer abc", "X-Empty", "", "X-Quoted", "\"a\";\tb=~", "webhook", "w");

        assertThat(CallbackHeaders.check(headers, FIELD)).isEqualTo(headers);
        assertThat(CallbackHeaders.check(null, FIELD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "CONNECTION",
                "Transfer-Encoding",
                "traceParent",
                "webhook-id",
                "Webhook-Anything",
                "WEBHOOK-",
                "Upgrade",
                "Expect"
            })
    void whatWeSpeakWithIsRefused(String name) {
        assertThat(refused(name, "x")).isEqualTo(FIELD + "." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\nHost", "a\n", "名", "a\u0000", "a(b)", "Host "})
    void aNameIsAToken(String name) {
        assertThat(refused(name, "x")).isEqualTo(FIELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\rb", "a\nb", "\u0000", "\u007f", "值", "\u00a0"})
    void aValueIsOneLineOfAscii(String value) {
        assertThat(refused("X-Name", value)).isEqualTo(FIELD + ".X-Name");
    }

    @Test
    void aValueIsNotMissing() {
        assertThat(refusal(Collections.singletonMap("X-Name", null))).isEqualTo(FIELD + ".X-Name");
    }

    @Test
    void tenHeadersAndNoMore() {
        assertThat(CallbackHeaders.check(headers(10), FIELD)).hasSize(10);
        assertThat(refusal(new HashMap<>(headers(11)))).isEqualTo(FIELD);
    }

    @Test
    void fourKibibytesInAllAndNoMore() {
        Map<String, @Nullable String> longest = Map.of("A", "x".repeat(2047), "B", "x".repeat(2047));
        Map<String, @Nullable String> longer = Map.of("A", "x".repeat(2047), "B", "x".repeat(2048));

        assertThat(CallbackHeaders.check(longest, FIELD)).hasSize(2);
        assertThat(refusal(longer)).isEqualTo(FIELD);
    }

    private static Map<String, String> headers(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(number -> "X-" + number, number -> "x"));
    }

    private static String refused(String name, String value) {
        return refusal(Map.of(name, value));
    }

    /** @return the field that is complained of */
    private static String refusal(Map<String, @Nullable String> headers) {
        PodiException refusal = catchThrowableOfType(PodiException.class, () -> CallbackHeaders.check(headers, FIELD));
        assertThat(refusal.errorCode()).isEqualTo(ErrorCode.BAD_PARAMETER);
        return refusal.details().get(0).field();
    }
}
