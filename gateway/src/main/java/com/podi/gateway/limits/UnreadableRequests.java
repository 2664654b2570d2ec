package com.podi.gateway.limits;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Lets a request that the server cannot read go on as one that our filters refuse for the same reason, because the
 * server's own refusals are empty: without the envelope, the trace id and what a browser's page needs to see them.
 */
@Component
final class UnreadableRequests implements NettyServerCustomizer {

    /** No path that {@link PlainRequests} lets pass. */
    private static final String NOT_PLAIN = "/%00";

    private static final String NO_HOST = "unknown";

    /** Stands for the piece of a body that could not be read. */
    private static final ByteBuf BROKEN_OFF = Unpooled.unreleasableBuffer(Unpooled.buffer(0));

    private final Replacement replacement;

    UnreadableRequests(LimitProperties properties) {
        this.replacement = new Replacement(
                "/" + "x".repeat(Math.toIntExact(properties.headers().toBytes())));
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                .addBefore(NettyPipeline.HttpTrafficHandler, UnreadableRequests.class.getName(), replacement));
    }

    static boolean isBrokenOff(DataBuffer piece) {
        return piece instanceof NettyDataBuffer buffer && buffer.getNativeBuffer() == BROKEN_OFF;
    }

    @Sharable
    private static final class Replacement extends ChannelInboundHandlerAdapter {

        private final String tooLong;

        Replacement(String tooLong) {
            this.tooLong = tooLong;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                read(context, request);
            } else if (message instanceof HttpContent part
                    && part.decoderResult().isFailure()) {
                part.release();
                context.fireChannelRead(new DefaultHttpContent(BROKEN_OFF));
                context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            } else {
                context.fireChannelRead(message);
            }
        }

        private void read(ChannelHandlerContext context, HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                replace(context, request);
            } else {
                refuseWithoutAddress(request);
                context.fireChannelRead(request);
            }
        }

        /** Nothing that comes after it on this connection can be read. */
        private void replace(ChannelHandlerContext context, HttpRequest request) {
            Throwable cause = request.decoderResult().cause();
            boolean isTooLong =
                    cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
            HttpRequest refused =
                    new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, isTooLong ? tooLong : NOT_PLAIN);
            refused.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ReferenceCountUtil.release(request);
            context.fireChannelRead(refused);
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }

        private static void refuseWithoutAddress(HttpRequest request) {
            String host = request.headers().get(HttpHeaderNames.HOST);
            if (host != null && !Addresses.isHost(host)) {
                request.headers().set(HttpHeaderNames.HOST, NO_HOST);
                request.setUri(NOT_PLAIN);
            } else if (!Addresses.isLegal(request.uri())) {
                request.setUri(NOT_PLAIN);
            }
        }
    }
}
