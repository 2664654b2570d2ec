package com.podi.coze.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.web.ErrorWriter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class CallerCheckTest {

    private final ErrorWriter errors = mock();
    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "10.20.255.1, true",
        "10.21.0.1, false",
        "::1, false",
        "trusted.example, false",
        "'127.0.0.1, 8.8.8.8', false",
        "'', false"
    })
    void theAddressThatTheGatewaySawDecides(String address, boolean trusted) throws IOException {
        request.addHeader("X-Forwarded-For", address);

        assertThat(mayCall("127.0.0.1", "10.20.0.0/16")).isEqualTo(trusted);
    }

    @Test
    void withoutAGatewayTheSocketDecides() throws IOException {
        request.setRemoteAddr("10.20.0.1");

        assertThat(mayCall("10.20.0.1/32")).isTrue();
        assertThat(mayCall("127.0.0.1/32")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer secret, true",
        "Authorization, bearer secret, true",
        "Authorization, BEARER  secret, true",
        "Authorization, secret, true",
        "X-PODI-Api-Key, secret, true",
        "Authorization, Bearer Secret, false",
        "Authorization, Bearer, false",
        "X-PODI-Api-Key, secret2, false",
        "Cookie, secret, false"
    })
    void whoKnowsTheTokenMayCallFromAnywhere(String header, String value, boolean known) throws IOException {
        request.addHeader(header, value);

        assertThat(mayCall()).isEqualTo(known);
    }

    @Test
    void whoIsSentByAPageNeedsTheToken() throws IOException {
        request.addHeader("X-Forwarded-For", "127.0.0.1");
        assertThat(mayCall("127.0.0.1")).isTrue();

        request.addHeader("Origin", "http://rebound.example");
        assertThat(mayCall("127.0.0.1")).isFalse();

        request.addHeader("Authorization", "secret");
        assertThat(mayCall("127.0.0.1")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8099, true",
        "http://localhost:8099, true",
        "http://[::1]:8099, true",
        "https://podi.example, false",
        "http://127.0.0.1.example, false",
        "http://192.168.1.7:8099, false"
    })
    void thisMachineIsTrustedOnlyWhileNobodyElseCanCall(String publicUrl, boolean trusted) throws IOException {
        request.addHeader("X-Forwarded-For", "127.0.0.1");

        assertThat(new CallerCheck(
                                new AccessProperties(URI.create(publicUrl), List.of("local"), List.of(), 600), errors)
                        .preHandle(request, response, this))
                .isEqualTo(trusted);
    }

    @Test
    void aCallerIsKnownByItsTokenAndWhatCozeSaysOfItself() throws IOException {
        request.addHeader("Authorization", "secret");
        request.addHeader("X-Forwarded-For", "203.0.113.9");
        request.addHeader("X-Aiplugin-Connector-Identifier", "user 1\r\n");
        request.addHeader("X-Tt-Logid", "x".repeat(500));
        assertThat(mayCall("203.0.113.0/24")).isTrue();

        CozeCaller caller = CozeCaller.of(request);

        assertThat(caller.key()).startsWith("token-").doesNotContain("secret");
        assertThat(caller.address()).isEqualTo("203.0.113.9");
        assertThat(caller.userId()).isEqualTo("user?1");
        assertThat(caller.botId()).isNull();
        assertThat(caller.logId()).hasSize(128);
    }

    @Test
    void noTokenIsNoPassword() throws IOException {
        request.addHeader("Authorization", "Bearer ");

        assertThat(new CallerCheck(TestCallers.access(List.of(), List.of(""), 600), errors)
                        .preHandle(request, response, this))
                .isFalse();
        verify(errors).write(request, response, ErrorCode.INTERNAL_ONLY);
    }

    private boolean mayCall(String... trustedIps) throws IOException {
        return new CallerCheck(TestCallers.access(List.of(trustedIps), List.of("old", " secret "), 600), errors)
                .preHandle(request, response, this);
    }
}
