package com.podi.gateway.limits;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Refuses what is too large before anybody reads it; a body of unknown length is counted as it passes. */
@Component
@Order(RequestLimits.BEFORE_SECURITY)
final class RequestLimits implements WebFilter {

    static final int BEFORE_SECURITY = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final int SEPARATORS_BYTES = ": \r\n".length();

    private final long bodyBytes;
    private final long headerBytes;

    RequestLimits(LimitProperties properties) {
        this.bodyBytes = properties.body().toBytes();
        this.headerBytes = properties.headers().toBytes();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (sizeOf(headers) > headerBytes) {
            return Mono.error(ErrorCode.REQUEST_HEADER_TOO_LARGE.because("%d bytes", sizeOf(headers)));
        }
        if (headers.getContentLength() > bodyBytes) {
            return Mono.error(tooLarge());
        }
        boolean bodyIsThere = headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        return chain.filter(
                bodyIsThere
                        ? exchange.mutate()
                                .request(counted(exchange.getRequest()))
                                .build()
                        : exchange);
    }

    /** A client that leaves in the middle of its body is at fault itself: no breaker may count it. */
    private ServerHttpRequest counted(ServerHttpRequest request) {
        AtomicLong read = new AtomicLong();
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody()
                        .onErrorMap(left -> ErrorCode.BAD_PARAMETER
                                .because("the body ended early: %s", left)
                                .causedBy(left))
                        .handle((buffer, sink) -> {
                            if (read.addAndGet(buffer.readableByteCount()) > bodyBytes) {
                                DataBufferUtils.release(buffer);
                                sink.error(tooLarge());
                            } else {
                                sink.next(buffer);
                            }
                        });
            }
        };
    }

    private PodiException tooLarge() {
        return ErrorCode.REQUEST_TOO_LARGE.because("more than %d bytes", bodyBytes);
    }

    private static long sizeOf(HttpHeaders headers) {
        AtomicLong size = new AtomicLong();
        headers.forEach((name, values) ->
                values.forEach(value -> size.addAndGet(name.length() + value.length() + SEPARATORS_BYTES)));
        return size.get();
    }
}
