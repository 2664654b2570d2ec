package com.podi.comfyclient;

import com.podi.starter.http.TrustedHttp;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** All nodes that one process speaks with: one WebSocket for each, shared by everybody who waits there. */
public final class ComfyNodes implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final TrustedHttp http;
    private final Settings settings;
    private final String clientId = "podi-" + UUID.randomUUID();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "comfyui-sockets");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient sockets = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<NodeAddress, Entry> nodes = new ConcurrentHashMap<>();

    private record Entry(ComfyNode node, NodeSocket socket) {}

    public ComfyNodes(TrustedHttp http, Settings settings) {
        this.http = http;
        this.settings = settings;
    }

    public ComfyNode at(NodeAddress address) {
        return nodes.computeIfAbsent(address, this::open).node();
    }

    private Entry open(NodeAddress address) {
        NodeSocket socket = new NodeSocket(address, clientId, http, sockets, timer, settings);
        return new Entry(new ComfyNode(address, http, socket, clientId, settings), socket);
    }

    /** Whether there is a WebSocket to the node at this moment. */
    public boolean isListening(NodeAddress address) {
        Entry entry = nodes.get(address);
        return entry != null && entry.socket().isOpen();
    }

    @Override
    public void close() {
        nodes.values().forEach(entry -> entry.socket().close());
        timer.shutdownNow();
    }
}
