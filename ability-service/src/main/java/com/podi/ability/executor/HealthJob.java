package com.podi.ability.executor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Asks the executors whose time has come, several at once: those that are gone take the longest. */
@Component
class HealthJob implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(HealthJob.class);
    private static final int AT_ONCE = 8;

    private final ExecutorHealth health;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, work -> {
        Thread thread = new Thread(work, "executor-health");
        thread.setDaemon(true);
        return thread;
    });

    HealthJob(ExecutorHealth health) {
        this.health = health;
    }

    @Scheduled(fixedDelayString = "${podi.ability.health.look:2s}")
    void run() {
        List<Executor> due;
        do {
            due = health.takeDue(AT_ONCE);
            CompletableFuture.allOf(due.stream()
                            .map(executor -> CompletableFuture.runAsync(() -> check(executor), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } while (due.size() == AT_ONCE);
    }

    private void check(Executor executor) {
        try {
            health.checkDue(executor);
        } catch (RuntimeException failure) {
            log.warn("health not kept: executor={}", executor.id(), failure);
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
