package com.podi.gateway.limits;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.util.Iterator;
import java.util.Map;
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
import reactor.netty.http.server.HttpServerRequest;

/** Refuses what is too large or no text before anybody reads it; a body of unknown length is counted as it passes. */
@Component
@Order(RequestLimits.BEFORE_THE_DOOR)
final class RequestLimits implements WebFilter {

    static final int BEFORE_THE_DOOR = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final int SEPARATORS_BYTES = ": \r\n".length();

    private final long bodyBytes;
    private final long headerBytes;

    RequestLimits(LimitProperties properties) {
        this.bodyBytes = properties.body().toBytes();
        this.headerBytes = properties.headers().toBytes();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long headerSize = headerSize(exchange.getRequest());
        if (headerSize > headerBytes) {
            return Mono.error(ErrorCode.REQUEST_HEADER_TOO_LARGE.because("%d bytes", headerSize));
        }
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (headers.getContentLength() > bodyBytes) {
            return Mono.error(tooLarge());
        }
        boolean bodyIsThere = headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        return chain.filter(
                bodyIsThere
                        ? exchange.mutate()
                                .request(counted(exchange.getRequest(), ArrivingBody.of(exchange)))
                                .build()
                        : exchange);
    }

    /** A client that leaves in the middle of its body is at fault itself: no breaker may count it. */
    private ServerHttpRequest counted(ServerHttpRequest request, Runnable arrived) {
        AtomicLong read = new AtomicLong();
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody()
                        .doOnComplete(arrived)
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

    /** Counted as Netty keeps them: a look at them through Spring sorts out repeated names first. */
    private static long headerSize(ServerHttpRequest request) {
        HttpServerRequest received = ServerHttpRequestDecorator.getNativeRequest(request);
        Iterator<Map.Entry<CharSequence, CharSequence>> headers =
                received.requestHeaders().iteratorCharSequence();
        long size = 0;
        while (headers.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = headers.next();
            if (!isText(header.getValue())) {
                throw ErrorCode.BAD_PARAMETER.because("the header %s is not text", header.getKey());
            }
            size += header.getKey().length() + header.getValue().length() + SEPARATORS_BYTES;
        }
        return size;
    }

    private static boolean isText(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i)) && value.charAt(i) != '\t') {
                return false;
            }
        }
        return true;
    }
}
