package com.podi.media.callback;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes the key that the test signs with, as OSS publishes its own. */
final class KeyHost {

    private static final String PATH = "/api/media/v1/oss-callback";
    private static final int TOO_MANY = 9000;

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final KeyPair pair;
    private final HttpServer server;

    KeyHost() {
        try {
            pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        serve("/key.pem", pem);
        serve("/large.pem", pem + " ".repeat(TOO_MANY));
        serve("/known.pem", pem);
        serve("/next.pem", pem);
        server.createContext("/slow.pem", exchange -> {
            fetches.incrementAndGet();
            waiting.incrementAndGet();
            pause();
            waiting.decrementAndGet();
            exchange.close();
        });
        server.createContext("/moved.pem", exchange -> {
            fetches.incrementAndGet();
            exchange.getResponseHeaders().set("Location", "/key.pem");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        serve("/nonsense.pem", "not a key");
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private void serve(String path, String text) {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        server.createContext(path, exchange -> {
            fetches.incrementAndGet();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    /** As the service is to be configured. */
    String name() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String address() {
        return address("key.pem");
    }

    String address(String file) {
        return "http://" + name() + "/" + file;
    }

    private static void pause() {
        try {
            Thread.sleep(3000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many are being kept waiting. */
    int waiting() {
        return waiting.get();
    }

    int fetches() {
        return fetches.get();
    }

    void stop() {
        server.stop(0);
    }

    /** Of a callback without a query. */
    String sign(String body) {
        return signText(PATH + "\n" + body);
    }

    String signText(String text) {
        try {
            Signature signature = Signature.getInstance("MD5withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
