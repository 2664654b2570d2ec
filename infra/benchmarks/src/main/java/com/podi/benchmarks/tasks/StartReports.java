package com.podi.benchmarks.tasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Hears from {@link PunctualExecutor} when it was started; all processes of a machine share its monotonic clock. */
final class StartReports implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DatagramSocket socket;
    private long numbers;

    StartReports() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.setSoTimeout((int) PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    long nextNumber() {
        return ++numbers;
    }

    /** @return when the executor was given the task with this number, by {@link System#nanoTime()} */
    long await(long number) {
        ByteBuffer message = ByteBuffer.allocate(2 * Long.BYTES);
        try {
            do {
                socket.receive(new DatagramPacket(message.array(), message.capacity()));
            } while (message.getLong(0) != number);
        } catch (IOException e) {
            throw new UncheckedIOException("task number %d was not started".formatted(number), e);
        }
        return message.getLong(Long.BYTES);
    }

    @Override
    public void close() {
        socket.close();
    }
}
