package com.podi.launcher;

import com.podi.parts.Child;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Tells the user what runs where. */
final class Report {
    private static final long MIB = 1L << 20;
    private static final List<String> SHOWN = List.of(
            "PODI_PORT",
            "PODI_DATA",
            "PODI_EGRESS_ALLOW",
            "PODI_TRUSTED_PROXIES",
            "PODI_S3_PUBLIC_URL",
            "ABILITY_TASK_MAX_WORKERS");

    private final Suite suite;

    Report(Suite suite) {
        this.suite = suite;
    }

    /** Every component with its state. */
    String components() {
        Table table = new Table("component", "state", "ports", "pid", "memory", "up since");
        for (String name : suite.names()) {
            Optional<Child> child = suite.running(name);
            table.add(
                    name,
                    state(name, child),
                    suite.ports(name).stream().map(Object::toString).collect(Collectors.joining(" ")),
                    child.map(running -> Long.toString(running.pid())).orElse("-"),
                    child.map(running -> mebibytes(Memory.of(running.pid()))).orElse("-"),
                    child.map(running -> age(running.startedAt())).orElse("-"));
        }
        return table.toString();
    }

    private String state(String name, Optional<Child> child) {
        if (child.isPresent()) {
            return suite.isHealthy(name) ? "ready" : "not ready";
        }
        return suite.losses().stream().anyMatch(loss -> loss.name().equals(name)) ? "died" : "stopped";
    }

    private static String age(Instant start) {
        Duration age = Duration.between(start, Instant.now());
        return age.toHours() > 0
                ? "%d h %d min".formatted(age.toHours(), age.toMinutesPart())
                : "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart());
    }

    /** Memory of the whole suite. */
    String memory() {
        if (suite.names().stream().noneMatch(name -> suite.running(name).isPresent())) {
            return "nothing is running";
        }
        OptionalLong sum = suite.names().stream()
                .flatMap(name -> suite.running(name).stream())
                .map(child -> Memory.of(child.pid()))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .reduce(Long::sum);
        return "memory " + (sum.isPresent() ? mebibytes(sum) + " (PSS)" : "unknown, for there is no /proc here");
    }

    private static String mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() / MIB + " MiB" : "?";
    }

    /** How to get in. */
    String access() {
        SuiteSettings settings = suite.settings();
        Map<String, String> environment = settings.environment();
        StringBuilder text = new StringBuilder("""

                gateway    %s
                log in     admin / %s
                Coze       trusted: %s; service token: service-api-token in %s
                Keycloak   %s/admin, user %s; its password: keycloak-admin in the same file
                egress     addresses that users give must be public; excepted by PODI_EGRESS_ALLOW: %s
                registry   %s    S3 %s
                logs       %s
                """.formatted(
                        suite.gateway(),
                        suite.adminPassword(),
                        suite.blueprint().cozeTrustedIps(),
                        settings.data().resolve("secrets"),
                        suite.keycloak(),
                        Suite.KEYCLOAK_ADMIN,
                        environment.getOrDefault("PODI_EGRESS_ALLOW", "none"),
                        settings.url(Blueprint.REGISTRY),
                        settings.url(Blueprint.S3),
                        settings.data().resolve("log")));
        for (String variable : SHOWN) {
            if (environment.containsKey(variable)) {
                text.append("set by you: %s=%s%n".formatted(variable, environment.get(variable)));
            }
        }
        String wanted = environment.getOrDefault("PODI_ADMIN_PASSWORD", suite.adminPassword());
        if (!wanted.equals(suite.adminPassword())) {
            text.append("PODI_ADMIN_PASSWORD counts at the first start only: it differs now and is not used.%n"
                    .formatted());
        }
        return text.toString();
    }
}
