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
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets in who comes from a trusted network or knows a service token. */
@Component
final class CallerCheck implements HandlerInterceptor {

    private static final Pattern BEARER = Pattern.compile("(?i)^Bearer +");
    private static final Optional<String> NETWORK = Optional.of(CozeCaller.NETWORK);

    private final List<IpAddressMatcher> trusted;
    private final List<Token> tokens;
    private final ErrorWriter errors;

    CallerCheck(AccessProperties properties, ErrorWriter errors) {
        this.trusted =
                properties.trustedIps().stream().map(IpAddressMatcher::new).toList();
        this.tokens = properties.serviceTokens().stream()
                .filter(token -> !token.isBlank())
                .map(token -> Token.of(token.strip()))
                .toList();
        this.errors = errors;
    }

    /** Writes the refusal itself: what a tool throws becomes an answer with status 200, and this must not. */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        String address = clientOf(request);
        Optional<String> key =
                tokenIn(request).or(() -> !comesFromAPage(request) && isTrusted(address) ? NETWORK : Optional.empty());
        if (key.isEmpty()) {
            errors.write(request, response, ErrorCode.INTERNAL_ONLY);
            return false;
        }
        CozeCaller.of(request, key.get(), address).enter(request);
        return true;
    }

    /** @param name what may be told of it: it finds what was done with one token, and gives nothing away */
    private record Token(byte[] value, String name) {

        private static final int NAME_LENGTH = 8;

        private static Token of(String token) {
            byte[] value = token.getBytes(StandardCharsets.UTF_8);
            return new Token(value, "token-" + Fingerprint.of(value).substring(0, NAME_LENGTH));
        }

        /** Takes the same time however much of a guess is right. */
        private boolean is(String guess) {
            return MessageDigest.isEqual(value, guess.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The gateway, which alone reaches us, writes here whom it saw and nothing else. */
    private static String clientOf(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getHeader("X-Forwarded-For"), request.getRemoteAddr());
    }

    /** A browser says by whose page it is sent here, and may well stand in a trusted network while the page does not. */
    private static boolean comesFromAPage(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ORIGIN) != null;
    }

    private boolean isTrusted(String address) {
        try {
            return trusted.stream().anyMatch(network -> network.matches(address));
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /** Coze puts the token into the header as it was entered, so that "Bearer" may be missing. */
    private Optional<String> tokenIn(HttpServletRequest request) {
        return Stream.of(request.getHeader(HttpHeaders.AUTHORIZATION), request.getHeader("X-PODI-Api-Key"))
                .filter(Objects::nonNull)
                .map(header -> BEARER.matcher(header).replaceFirst(""))
                .flatMap(guess -> tokens.stream().filter(token -> token.is(guess)))
                .map(Token::name)
                .findFirst();
    }
}
