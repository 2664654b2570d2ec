package com.podi.comfydouble;

import com.podi.comfydouble.Faults.OnSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Who listens. One socket for a client; when an older one of his closes, the newer one hears nothing any more. */
final class Sockets {

    private static final AttributeKey<AtomicInteger> SENT = AttributeKey.valueOf("podi.sent");
    private static final AttributeKey<Boolean> PREVIEWS = AttributeKey.valueOf("podi.previews");
    private static final int CLOSED_AFTER = 3;
    private static final int MEGABYTE = 1 << 20;

    private final NodeState state;
    private final Faults faults;
    private final Map<String, Channel> clients = new ConcurrentHashMap<>();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();

    Sockets(NodeState state, Faults faults) {
        this.state = state;
        this.faults = faults;
    }

    /** From now on he is told everything. */
    void add(Channel channel, String clientId) {
        opened.incrementAndGet();
        channel.attr(SENT).set(new AtomicInteger());
        open.add(channel);
        clients.put(clientId, channel);
        channel.closeFuture().addListener(closed -> {
            open.remove(channel);
            clients.remove(clientId);
        });
    }

    void greet(Channel channel, String clientId) {
        if (faults.has(OnSocket.LARGE_FRAME)) {
            ObjectNode large = status();
            large.put("padding", "x".repeat(MEGABYTE));
            send(channel, "status", large);
        }
        ObjectNode first = status();
        first.put("sid", clientId);
        send(channel, "status", first);
        Prompt running = state.running();
        if (running != null && clientId.equals(running.clientId())) {
            ObjectNode executing = Json.object();
            executing.put("node", running.outputs().get(0));
            send(channel, "executing", executing);
        }
    }

    /** The node answers the first thing a client says of itself. */
    void received(Channel channel, String text) {
        if (text.contains("feature_flags")) {
            channel.attr(PREVIEWS).set(text.contains("\"supports_preview_metadata\":true"));
            ObjectNode flags = Json.object();
            flags.put("supports_preview_metadata", true).put("max_upload_size", 104_857_600);
            send(channel, "feature_flags", flags);
        }
    }

    /** @param clientId null for everybody */
    void send(@Nullable String clientId, String type, ObjectNode data) {
        if (clientId == null) {
            open.forEach(channel -> send(channel, type, data));
        } else {
            Channel channel = clients.get(clientId);
            if (channel != null) {
                send(channel, type, data);
            }
        }
    }

    void sendStatus() {
        ObjectNode status = status();
        open.forEach(channel -> send(channel, "status", status));
    }

    /** A preview as the node sends it, and text about the progress. */
    void sendBinary(@Nullable String clientId, String nodeId) {
        Channel channel = clientId == null ? null : clients.get(clientId);
        if (channel == null || faults.has(OnSocket.SILENT)) {
            return;
        }
        byte[] id = nodeId.getBytes(StandardCharsets.UTF_8);
        channel.writeAndFlush(new BinaryWebSocketFrame(
                Unpooled.buffer().writeInt(1).writeInt(1).writeBytes(new byte[] {-1, -40, -1, -39})));
        channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.buffer()
                .writeInt(3)
                .writeInt(id.length)
                .writeBytes(id)
                .writeBytes("half-way".getBytes(StandardCharsets.UTF_8))));
        if (Boolean.TRUE.equals(channel.attr(PREVIEWS).get())) {
            byte[] about = "{}".getBytes(StandardCharsets.UTF_8);
            channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.buffer()
                    .writeInt(4)
                    .writeInt(about.length)
                    .writeBytes(about)
                    .writeBytes(new byte[] {-1, -40})));
        }
        if (faults.has(OnSocket.UNKNOWN_BINARY)) {
            channel.writeAndFlush(
                    new BinaryWebSocketFrame(Unpooled.buffer().writeInt(99).writeBytes(new byte[40])));
            channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.buffer().writeByte(7)));
        }
    }

    private ObjectNode status() {
        ObjectNode status = Json.object();
        status.putObject("status").putObject("exec_info").put("queue_remaining", state.remaining());
        return status;
    }

    private void send(Channel channel, String type, ObjectNode data) {
        if (faults.has(OnSocket.SILENT)) {
            return;
        }
        ObjectNode message = Json.object();
        message.put("type", type);
        message.set("data", data);
        ByteBuf text = Unpooled.wrappedBuffer(Json.bytes(message));
        if (faults.has(OnSocket.FRAGMENTS) && text.readableBytes() > 2) {
            int third = text.readableBytes() / 3;
            channel.write(new TextWebSocketFrame(false, 0, text.readRetainedSlice(third)));
            channel.write(new ContinuationWebSocketFrame(false, 0, text.readRetainedSlice(third)));
            channel.writeAndFlush(new ContinuationWebSocketFrame(true, 0, text));
        } else {
            channel.writeAndFlush(new TextWebSocketFrame(text));
        }
        if (faults.has(OnSocket.CLOSED_EARLY) && channel.attr(SENT).get().incrementAndGet() >= CLOSED_AFTER) {
            channel.writeAndFlush(new CloseWebSocketFrame(1001, "")).addListener(sent -> channel.close());
        }
    }

    int openNow() {
        return open.size();
    }

    int openedEver() {
        return opened.get();
    }

    void closeAll() {
        List.copyOf(open).forEach(channel -> channel.close().syncUninterruptibly());
    }
}
