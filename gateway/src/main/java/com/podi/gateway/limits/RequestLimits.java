package com.podi.gateway.limits;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
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

    /** The client that carries a request on keeps the whole body of one with these methods before it sends it. */
    private static final Set<HttpMethod> CARRIED_AT_ONCE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE);

    private static final long AT_ONCE_BYTES = 64 * 1024;

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
        long limit = bodyLimit(exchange.getRequest().getMethod());
        if (headers.getContentLength() > limit) {
            return Mono.error(tooLarge(limit));
        }
        boolean bodyIsThere = headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        return chain.filter(
                bodyIsThere
                        ? exchange.mutate()
                                .request(counted(exchange, limit, ArrivingBody.of(exchange)))
                                .build()
                        : exchange);
    }

    /** A client that leaves in the middle of its body is at fault itself: no breaker may count it. */
    private static ServerHttpRequest counted(ServerWebExchange exchange, long limit, Runnable arrived) {
        AtomicLong read = new AtomicLong();
        return new ServerHttpRequestDecorator(exchange.getRequest()) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody()
                        .doOnComplete(arrived)
                        .onErrorMap(left -> ErrorCode.BAD_PARAMETER
                                .because("the body ended early: %s", left)
                                .causedBy(left))
                        .handle((buffer, sink) -> {
                            if (UnreadableRequests.isBrokenOff(buffer)) {
                                endConnection(exchange.getResponse());
                                sink.error(ErrorCode.BAD_PARAMETER.because("the pieces of the body do not fit"));
                            } else if (read.addAndGet(buffer.readableByteCount()) > limit) {
                                DataBufferUtils.release(buffer);
                                sink.error(tooLarge(limit));
                            } else {
                                sink.next(buffer);
                            }
                        });
            }
        };
    }

    /** Nobody knows where the next request would begin. */
    private static void endConnection(ServerHttpResponse response) {
        if (!response.isCommitted()) {
            response.getHeaders().setConnection("close");
        }
    }

    private long bodyLimit(HttpMethod method) {
        return CARRIED_AT_ONCE.contains(method) ? Math.min(AT_ONCE_BYTES, bodyBytes) : bodyBytes;
    }

    private static PodiException tooLarge(long limit) {
        return ErrorCode.REQUEST_TOO_LARGE.because("more than %d bytes", limit);
    }

    /** With the address, which a service reads into the same buffer. Counted as Netty keeps them: a look at them through Spring sorts out repeated names first. */
    private static long headerSize(ServerHttpRequest request) {
        HttpServerRequest received = ServerHttpRequestDecorator.getNativeRequest(request);
        Iterator<Map.Entry<CharSequence, CharSequence>> headers =
                received.requestHeaders().iteratorCharSequence();
        long size = received.uri().length();
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
