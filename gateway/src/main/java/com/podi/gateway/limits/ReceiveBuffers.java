package com.podi.gateway.limits;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.http.server.HttpServer;

/**
 * Reads a body in small pieces: Reactor Netty lets 128 of them wait for a slow service, which is 8 MB of an upload in
 * pieces of the usual 64 KB and 1 MB in these.
 */
@Component
final class ReceiveBuffers implements NettyServerCustomizer {

    private static final int SMALLEST_BYTES = 256;
    private static final int FIRST_BYTES = 2048;
    private static final int LARGEST_BYTES = 8192;

    @Override
    public HttpServer apply(HttpServer server) {
        return server.childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(SMALLEST_BYTES, FIRST_BYTES, LARGEST_BYTES));
    }
}
