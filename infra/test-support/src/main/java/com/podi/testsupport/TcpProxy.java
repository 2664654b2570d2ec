package com.podi.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server on this machine, and cuts their connection where a test wants it cut. */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final AtomicReference<@Nullable String> lostAnswer = new AtomicReference<>();

    private TcpProxy(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    public static TcpProxy to(int port) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** The next answer of the server that contains this text is lost, and the connection with it. */
    public void loseAnswer(String text) {
        lostAnswer.set(text);
    }

    /** Whether {@link #loseAnswer} has had its answer. */
    public boolean hasLostIt() {
        return lostAnswer.get() == null;
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            daemon(() -> pass(client, server, false));
            daemon(() -> pass(server, client, true));
        } catch (IOException nobodyThere) {
            client.close();
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (answers && isLost(new String(buffer, 0, length, StandardCharsets.ISO_8859_1))) {
                    return;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException cut) {
            // both ends are closed
        }
    }

    private boolean isLost(String answer) {
        String text = lostAnswer.get();
        return text != null && answer.contains(text) && lostAnswer.compareAndSet(text, null);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
