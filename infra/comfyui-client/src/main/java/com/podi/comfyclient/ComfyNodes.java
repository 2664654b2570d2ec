package com.podi.comfyclient;

import com.podi.starter.http.TrustedHttp;
import java.net.URI;
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
    /** From here on nodes that nobody waits at are forgotten. */
    private static final int MANY = 64;

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
    private final Map<URI, NodeSocket> nodes = new ConcurrentHashMap<>();

    public ComfyNodes(TrustedHttp http, Settings settings) {
        this.http = http;
        this.settings = settings;
    }

    /** Whatever its headers are by now, there is one WebSocket: a node confuses two of one client. */
    public ComfyNode at(NodeAddress address) {
        NodeSocket socket = nodes.compute(
                address.baseUrl(),
                (url, known) -> known == null
                        ? new NodeSocket(address, clientId, http, sockets, timer, settings)
                        : known.reachedAt(address));
        forgetTheUnused();
        return new ComfyNode(address, http, socket, clientId, settings);
    }

    private void forgetTheUnused() {
        if (nodes.size() > MANY) {
            nodes.values().removeIf(NodeSocket::closeIfUnused);
        }
    }

    /** Whether there is a WebSocket to the node at this moment. */
    public boolean isListening(NodeAddress address) {
        NodeSocket socket = nodes.get(address.baseUrl());
        return socket != null && socket.isOpen();
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeSocket::close);
        timer.shutdownNow();
    }
}
