package com.podi.benchmarks.wallet;

import com.podi.benchmarks.load.Load;
import com.podi.benchmarks.load.Wire;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Freeze and confirm in turn over HTTP, on accounts of {@link Filling#accounts}. */
public final class Pairs {

    private static final String ID = "\"holdId\":\"";

    /** A task is frozen for once in the life of a wallet, whoever measures it. */
    private static final AtomicLong CONNECTIONS = new AtomicLong();

    private Pairs() {}

    /**
     * Every connection freezes and confirms in turn; a call is a freeze or a confirm.
     *
     * @param port of the wallet
     * @param token of a service
     */
    public static Load.Result run(int port, String token, int clients, int accounts, Duration duration) {
        return Load.run(clients, duration, number -> pair(port, token, accounts));
    }

    private static Load.Loop pair(int port, String token, int accounts) {
        Wire wire = new Wire(port);
        String client = "client-" + CONNECTIONS.incrementAndGet();
        String[] holdId = new String[1];
        long[] number = new long[1];
        return () -> {
            if (holdId[0] == null) {
                int account = 1 + ThreadLocalRandom.current().nextInt(accounts);
                String freeze = """
                        {"userId":"user%d","taskId":"%s-%d","action":"upscale","points":1,"channel":"bench"}""".formatted(account, client, ++number[0]);
                String answer =
                        wire.post("/api/wallet/v1/freeze", token, freeze).ok();
                int begin = answer.indexOf(ID) + ID.length();
                holdId[0] = answer.substring(begin, answer.indexOf('"', begin));
            } else {
                wire.post("/api/wallet/v1/confirm", token, "{\"holdId\":\"" + holdId[0] + "\"}")
                        .ok();
                holdId[0] = null;
            }
        };
    }
}
