package com.podi.comfydouble;

import com.podi.comfydouble.Faults.OnRequest;
import com.podi.comfydouble.Faults.OnSocket;
import com.podi.comfydouble.Faults.Rule;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One connection: requests and their faults, or a WebSocket. */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final int LARGEST_FRAME = 4 << 20;
    private static final int PIECES = 20;
    private static final int PAUSE_MILLIS = 150;

    private final Routes routes;
    private final Sockets sockets;
    private final Faults faults;
    private final Consumer<Recorded> recorder;

    HttpHandler(Routes routes, Sockets sockets, Faults faults, Consumer<Recorded> recorder) {
        this.routes = routes;
        this.sockets = sockets;
        this.faults = faults;
        this.recorder = recorder;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        recorder.accept(recorded(request));
        Channel channel = context.channel();
        Optional<Answer> keptOut = routes.keptOut(request);
        if (keptOut.isPresent()) {
            send(channel, request, keptOut.get());
            return;
        }
        if (Routes.Place.of(request.uri()).path().equals("/ws")) {
            upgrade(context, request);
            return;
        }
        Optional<Rule> fault = routes.fault(request);
        if (fault.isEmpty()) {
            send(channel, request, routes.answer(request));
        } else {
            spoil(channel, request, fault.get());
        }
    }

    private void spoil(Channel channel, FullHttpRequest request, Rule rule) {
        if (rule.what() == OnRequest.RESET) {
            reset(channel);
            return;
        }
        Answer answer = rule.answer() != null ? rule.answer() : routes.answer(request);
        if (rule.what() == null) {
            FullHttpRequest kept = request.retain();
            channel.eventLoop()
                    .schedule(
                            () -> {
                                send(channel, kept, answer);
                                kept.release();
                            },
                            rule.delay().toMillis(),
                            TimeUnit.MILLISECONDS);
            return;
        }
        switch (rule.what()) {
            case LOSE_ANSWER -> reset(channel);
            case HALF_BODY -> {
                FullHttpResponse whole = response(request, answer);
                whole.content().writerIndex(answer.body().length / 2);
                channel.writeAndFlush(whole).addListener(ChannelFutureListener.CLOSE);
            }
            case SLOWLY -> sendSlowly(channel, response(request, answer));
            default -> {
                // never answered
            }
        }
    }

    private static void sendSlowly(Channel channel, FullHttpResponse whole) {
        HttpResponse head = new DefaultHttpResponse(whole.protocolVersion(), whole.status(), whole.headers());
        channel.writeAndFlush(head);
        ByteBuf body = whole.content();
        int piece = Math.max(1, body.readableBytes() / PIECES);
        channel.eventLoop().schedule(() -> sendNext(channel, body, piece), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void sendNext(Channel channel, ByteBuf body, int piece) {
        if (body.readableBytes() <= piece) {
            channel.writeAndFlush(new DefaultLastHttpContent(body));
            return;
        }
        channel.writeAndFlush(new DefaultHttpContent(body.readRetainedSlice(piece)));
        channel.eventLoop().schedule(() -> sendNext(channel, body, piece), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Without the usual farewell. */
    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private static void send(Channel channel, FullHttpRequest request, Answer answer) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        var sent = channel.writeAndFlush(response(request, answer));
        if (!keepAlive) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static FullHttpResponse response(FullHttpRequest request, Answer answer) {
        boolean head = request.method().name().equals("HEAD");
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.copiedBuffer(answer.body()));
        if (answer.contentType() != null) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        }
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        response.headers().set(HttpHeaderNames.SERVER, "Python/3.12 aiohttp/3.11");
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        return response;
    }

    private static Recorded recorded(FullHttpRequest request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        return new Recorded(
                request.method().name(), uri.path(), uri.rawQuery(), headers, ByteBufUtil.getBytes(request.content()));
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
        Channel channel = context.channel();
        if (faults.has(OnSocket.REFUSED_403) || faults.has(OnSocket.REFUSED_404)) {
            send(
                    channel,
                    request,
                    faults.has(OnSocket.REFUSED_403) ? Answer.text(403, "403: Forbidden") : Answer.notFound());
            return;
        }
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("ws://node/ws", null, false, LARGEST_FRAME).newHandshaker(request);
        if (handshaker == null) {
            send(channel, request, Answer.text(400, "No WebSocket UPGRADE hdr"));
            return;
        }
        String clientId = new QueryStringDecoder(request.uri())
                .parameters()
                .getOrDefault("clientId", List.of(UUID.randomUUID().toString().replace("-", "")))
                .get(0);
        // Whoever has read the answer misses nothing more.
        sockets.add(channel, clientId);
        handshaker.handshake(channel, request).addListener(done -> {
            if (done.isSuccess()) {
                context.pipeline().replace(this, "socket", new SocketHandler(sockets));
                sockets.greet(channel, clientId);
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** The node listens to hardly anything that clients say, and never pings. */
    private static final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

        private final Sockets sockets;

        SocketHandler(Sockets sockets) {
            this.sockets = sockets;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame text) {
                sockets.received(context.channel(), text.text());
            } else if (frame instanceof PingWebSocketFrame) {
                context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
            } else if (frame instanceof CloseWebSocketFrame) {
                context.writeAndFlush(new CloseWebSocketFrame(1000, "")).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
