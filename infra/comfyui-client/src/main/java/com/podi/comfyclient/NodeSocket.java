package com.podi.comfyclient;

import com.podi.starter.http.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What a node tells of itself, for as long as somebody wants to hear it. It makes waiting shorter and nothing else: whatever
 * becomes of it, the queue and the history say how a prompt ended.
 */
final class NodeSocket implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeSocket.class);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int LARGEST_MESSAGE = 16 << 20;
    private static final Duration UNUSED = Duration.ofMinutes(10);

    /** Somebody who waits for a prompt. */
    interface Listener {

        /** Something about his prompt. */
        void heard(String type, JsonNode data);

        /** The queue has changed. */
        void queueChanged();

        /** The connection is new: what was before may have been missed. */
        void reconnected();
    }

    private volatile NodeAddress address;
    private volatile @Nullable NodeVersion version;
    private final String clientId;
    private final TrustedHttp trusted;
    private final HttpClient client;
    private final ScheduledExecutorService timer;
    private final Settings settings;
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();

    private @Nullable WebSocket socket;
    private @Nullable CompletableFuture<WebSocket> connecting;
    private @Nullable ScheduledFuture<?> pings;
    private @Nullable ScheduledFuture<?> goodbye;
    private @Nullable ScheduledFuture<?> nextTry;
    private int failures;
    private long notBefore = System.nanoTime();
    private volatile long pongNanos;
    private volatile long usedNanos = System.nanoTime();
    private boolean closed;

    NodeSocket(
            NodeAddress address,
            String clientId,
            TrustedHttp trusted,
            HttpClient client,
            ScheduledExecutorService timer,
            Settings settings) {
        this.address = address;
        this.clientId = clientId;
        this.trusted = trusted;
        this.client = client;
        this.timer = timer;
        this.settings = settings;
    }

    /** What is open stays open; the next connection is made like this. */
    NodeSocket reachedAt(NodeAddress now) {
        address = now;
        usedNanos = System.nanoTime();
        return this;
    }

    /** Null if it was not asked since the connection was lost: who comes back may have been replaced. */
    @Nullable
    NodeVersion version() {
        return version;
    }

    void remember(NodeVersion asked) {
        version = asked;
    }

    /** Begins to listen, and waits for the connection as long as that may be worth it. */
    void listen(String promptId, Listener listener) throws InterruptedException {
        listeners.put(promptId, listener);
        CompletableFuture<WebSocket> connection;
        synchronized (this) {
            if (goodbye != null) {
                goodbye.cancel(false);
                goodbye = null;
            }
            connection = connect();
        }
        if (connection != null) {
            try {
                connection.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException withoutIt) {
                // Polling will do.
            }
        }
    }

    void leave(String promptId) {
        listeners.remove(promptId);
        synchronized (this) {
            if (listeners.isEmpty() && !closed && goodbye == null) {
                goodbye = later(this::sayGoodbye, settings.socketIdle());
            }
        }
    }

    private synchronized void sayGoodbye() {
        goodbye = null;
        if (listeners.isEmpty()) {
            drop();
        }
    }

    /** @return null if there is one, or none is to be tried now: then it is tried as soon as it may be */
    private synchronized @Nullable CompletableFuture<WebSocket> connect() {
        if (connecting != null) {
            return connecting;
        }
        if (closed || socket != null) {
            return null;
        }
        if (System.nanoTime() < notBefore) {
            tryLater();
            return null;
        }
        NodeAddress now = address;
        URI uri = now.webSocket("/ws?clientId=" + NodeHttp.encoded(clientId));
        try {
            trusted.check(now.baseUrl());
        } catch (IOException never) {
            failed(never);
            return null;
        }
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(PATIENCE);
        now.headers().forEach(builder::header);
        Reader reader = new Reader();
        CompletableFuture<WebSocket> attempt = builder.buildAsync(uri, reader);
        connecting = attempt;
        attempt.whenComplete((opened, failure) -> {
            if (failure != null) {
                failed(failure);
            }
        });
        return attempt;
    }

    private synchronized void tryLater() {
        if (nextTry == null) {
            nextTry = later(
                    this::tryAgain,
                    Duration.ofNanos(notBefore - System.nanoTime()).plusMillis(1));
        }
    }

    private synchronized void tryAgain() {
        nextTry = null;
        if (!listeners.isEmpty()) {
            connect();
        }
    }

    private synchronized void opened(WebSocket opened) {
        connecting = null;
        if (closed) {
            opened.abort();
            return;
        }
        socket = opened;
        version = null;
        pongNanos = System.nanoTime();
        pings = timer.scheduleAtFixedRate(
                this::ping, settings.ping().toMillis(), settings.ping().toMillis(), TimeUnit.MILLISECONDS);
        listeners.values().forEach(Listener::reconnected);
    }

    /** Two pings without an answer, and it is dead, whatever the operating system believes. */
    private synchronized void ping() {
        WebSocket present = socket;
        if (present == null) {
            return;
        }
        if (System.nanoTime() - pongNanos > 2 * settings.ping().toNanos() + PATIENCE.toNanos()) {
            broken(present, new IOException("no answer to pings"));
        } else {
            present.sendPing(ByteBuffer.allocate(0));
        }
    }

    private synchronized void broken(WebSocket which, Throwable cause) {
        if (socket == which) {
            drop();
            failed(cause);
        }
    }

    /** Closed for good before another one is tried: the node confuses two of one client. */
    private synchronized void drop() {
        if (pings != null) {
            pings.cancel(false);
            pings = null;
        }
        if (socket != null) {
            socket.abort();
            socket = null;
        }
    }

    private synchronized void failed(Throwable cause) {
        connecting = null;
        long pause = Math.min(LONGEST_PAUSE.toMillis(), settings.reconnect().toMillis() << Math.min(failures, 10));
        pause += ThreadLocalRandom.current().nextLong(pause / 4 + 1);
        failures++;
        notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        log.debug("no WebSocket: node={} failures={} pauseMs={} cause={}", address, failures, pause, cause.toString());
        if (!closed && !listeners.isEmpty()) {
            tryLater();
        }
    }

    private @Nullable ScheduledFuture<?> later(Runnable work, Duration delay) {
        try {
            return timer.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            return null;
        }
    }

    private void message(String text) {
        NodeJson.read(text).ifPresent(message -> {
            String type = message.path("type").asString("");
            JsonNode data = message.path("data");
            String promptId = data.path("prompt_id").asString("");
            Listener listener = listeners.get(promptId);
            if (listener != null) {
                listener.heard(type, data);
            } else if (type.equals("status")) {
                listeners.values().forEach(Listener::queueChanged);
            }
        });
    }

    /** @return whether it was closed: nobody listens, and nobody has wanted to for a while */
    synchronized boolean closeIfUnused() {
        boolean unused = listeners.isEmpty() && System.nanoTime() - usedNanos > UNUSED.toNanos();
        if (unused) {
            close();
        }
        return unused;
    }

    synchronized boolean isOpen() {
        return socket != null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }

    /** Joins what comes in pieces; what is far too long is thrown away, and so is everything binary. */
    private final class Reader implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();
        private boolean tooLong;

        @Override
        public void onOpen(WebSocket opened) {
            NodeSocket.this.opened(opened);
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            synchronized (NodeSocket.this) {
                failures = 0;
            }
            if (parts.length() + text.length() > LARGEST_MESSAGE) {
                tooLong = true;
                parts.setLength(0);
            }
            if (!tooLong) {
                parts.append(text);
            }
            if (last) {
                if (!tooLong) {
                    message(parts.toString());
                }
                tooLong = false;
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            pongNanos = System.nanoTime();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            broken(from, new IOException("closed by the node, " + status));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            broken(from, error);
        }
    }
}
