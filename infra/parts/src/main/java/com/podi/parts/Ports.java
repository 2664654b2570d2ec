package com.podi.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The TCP ports of this machine. */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000; // Linux gives out those above by itself

    private Ports() {}

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The first of so many free ports in a row, somewhere unlikely to be chosen by anybody else. */
    public static int freeBlock(int size) {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(FIRST, LAST - size))
                .limit(1000)
                .filter(first -> IntStream.range(first, first + size).allMatch(Ports::isFree))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no %d free ports in a row".formatted(size)));
    }
}
