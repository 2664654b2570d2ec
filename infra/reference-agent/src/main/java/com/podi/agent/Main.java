package com.podi.agent;

import java.util.concurrent.CountDownLatch;

/** Runs an agent until it is ended. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        AgentSettings settings;
        try {
            settings = AgentSettings.of(System.getenv());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        ReferenceAgent agent = ReferenceAgent.start(settings);
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            agent.close();
            end.countDown();
        }));
        end.await();
    }
}
