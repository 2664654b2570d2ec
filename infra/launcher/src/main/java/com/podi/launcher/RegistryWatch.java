package com.podi.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Waits until the services can find each other: one that is ready is not yet known to the others. */
final class RegistryWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(250);

    /** The registry's answers are a second old at most, and its clients ask every two seconds. */
    private static final Duration SPREADING = Duration.ofSeconds(3);

    private final URI applications;
    private final List<String> services;

    RegistryWatch(URI registry, List<String> services) {
        this.applications = registry.resolve("/eureka/apps");
        this.services = services;
    }

    void await() {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!knowsAll()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        "not every service registered at %s within %s".formatted(applications, PATIENCE));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        LockSupport.parkNanos(SPREADING.toNanos());
    }

    private boolean knowsAll() {
        try {
            URLConnection connection = applications.toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(2000);
            try (InputStream in = connection.getInputStream()) {
                String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return services.stream()
                        .allMatch(service -> answer.contains("<name>" + service.toUpperCase(Locale.ROOT) + "</name>"));
            }
        } catch (IOException e) {
            return false;
        }
    }
}
