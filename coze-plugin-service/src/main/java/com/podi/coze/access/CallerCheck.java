package com.podi.coze.access;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.web.ErrorWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets in who comes from a trusted network or knows the service token. */
@Component
final class CallerCheck implements HandlerInterceptor {

    private static final String BEARER = "Bearer ";

    private final List<IpAddressMatcher> trusted;
    private final byte[] serviceToken;
    private final ErrorWriter errors;

    CallerCheck(AccessProperties properties, ErrorWriter errors) {
        this.trusted =
                properties.trustedIps().stream().map(IpAddressMatcher::new).toList();
        this.serviceToken = properties.serviceToken().getBytes(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /** Writes the refusal itself: what a tool throws becomes an answer with status 200, and this must not. */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (isTrusted(clientOf(request)) || knowsToken(request)) {
            return true;
        }
        errors.write(request, response, ErrorCode.INTERNAL_ONLY);
        return false;
    }

    /** The gateway, which alone reaches us, writes here whom it saw and nothing else. */
    private static String clientOf(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getHeader("X-Forwarded-For"), request.getRemoteAddr());
    }

    private boolean isTrusted(String address) {
        try {
            return trusted.stream().anyMatch(network -> network.matches(address));
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /** Coze puts the token into the header as it was entered, so that "Bearer" may be missing. */
    private boolean knowsToken(HttpServletRequest request) {
        return Stream.of(request.getHeader(HttpHeaders.AUTHORIZATION), request.getHeader("X-PODI-Api-Key"))
                .filter(Objects::nonNull)
                .map(header -> header.startsWith(BEARER) ? header.substring(BEARER.length()) : header)
                .anyMatch(this::isServiceToken);
    }

    /** Takes the same time however much of a guess is right. */
    private boolean isServiceToken(String candidate) {
        return serviceToken.length > 0
                && MessageDigest.isEqual(serviceToken, candidate.getBytes(StandardCharsets.UTF_8));
    }
}
