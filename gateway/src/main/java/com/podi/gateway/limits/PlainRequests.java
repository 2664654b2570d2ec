package com.podi.gateway.limits;

import com.podi.contracts.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/**
 * Refuses what two readers could understand in two ways, so that no service takes a path for another one than the
 * gateway judged it by.
 */
@Component
@Order(RequestLimits.BEFORE_THE_DOOR + 1)
final class PlainRequests implements WebFilter {

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private static final String NEVER_ENCODED = "/\\.;%";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!METHODS.contains(request.getMethod())) {
            exchange.getResponse().getHeaders().setAllow(METHODS);
            return Mono.error(ErrorCode.METHOD_NOT_ALLOWED.because("%s", request.getMethod()));
        }
        String path = request.getURI().getRawPath();
        String query = request.getURI().getRawQuery();
        if (!isPlain(path) || !isText(path) || query != null && !isText(query)) {
            return Mono.error(ErrorCode.BAD_PARAMETER.because("the address is not plain"));
        }
        return chain.filter(exchange);
    }

    static boolean isPlain(String path) {
        int segment = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (i > 0 && segment == i || isDots(path, segment, i)) {
                    return false;
                }
                segment = i + 1;
            } else if (c == ';' || c == '\\' || c <= ' ' || c >= 0x7f || c == '%' && !mayBeEncoded(path, i)) {
                return false;
            }
        }
        return !isDots(path, segment, path.length());
    }

    /** Whether it is UTF-8, as every service reads it; its percents each stand before two digits. */
    static boolean isText(String encoded) {
        byte[] bytes = UriUtils.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }

    private static boolean isDots(String path, int from, int to) {
        return to - from == 1 && path.charAt(from) == '.'
                || to - from == 2 && path.charAt(from) == '.' && path.charAt(from + 1) == '.';
    }

    private static boolean mayBeEncoded(String path, int percent) {
        if (percent + 2 >= path.length()) {
            return false;
        }
        int high = Character.digit(path.charAt(percent + 1), 16);
        int low = Character.digit(path.charAt(percent + 2), 16);
        int encoded = high << 4 | low;
        return high >= 0 && low >= 0 && !Character.isISOControl(encoded) && NEVER_ENCODED.indexOf(encoded) < 0
                || high >= 8 && low >= 0;
    }
}
