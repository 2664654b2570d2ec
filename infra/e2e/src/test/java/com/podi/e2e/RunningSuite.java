package com.podi.e2e;

import com.podi.launcher.ProgressLines;
import com.podi.launcher.Suite;
import com.podi.launcher.SuiteSettings;
import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole suite on a free block of ports, started once for all tests; its processes are gone with this JVM. */
final class RunningSuite {

    /** From one address; few enough for a test to reach. */
    static final int LOGINS_PER_MINUTE = 60;

    private static final RunningSuite INSTANCE = new RunningSuite();

    private final Path directory;
    private final Leash leash;
    private final Map<String, String> environment;
    private final Suite suite;

    private RunningSuite() {
        Path checkout = Path.of(System.getProperty("podi.root"));
        directory = checkout.resolve("infra/e2e/target/suite");
        // The data go with the processes; the logs stay for whoever wants to know what happened.
        leash = new Leash(directory.resolve("data"));
        environment = Map.of(
                "PODI_PORT",
                Integer.toString(Ports.freeBlock(SuiteSettings.PORTS)),
                // An intake that died is undone while the test still watches.
                "PODI_INTAKE_TIMEOUT",
                "PT15S",
                // Tests come from many addresses.
                "PODI_TRUSTED_PROXIES",
                "127.0.0.1/32",
                "PODI_LIMIT_LOGINS",
                Integer.toString(LOGINS_PER_MINUTE));
        SuiteSettings settings = new SuiteSettings(checkout, directory, Jdk.current(), environment);
        new Suite(settings).deleteData();
        // The secrets that this one makes are found by others on the same directory.
        suite = new Suite(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(suite::abort));
        suite.start(new ProgressLines(System.out) {
            @Override
            public void launched(Child child) {
                leash.hold(child);
            }
        });
    }

    static Suite suite() {
        return INSTANCE.suite;
    }

    static Path directory() {
        return INSTANCE.directory;
    }

    /** Ends the component as a crash would, and starts it again. */
    static void crash(String name) {
        suite().kill(name);
        startAgain(name);
    }

    static void startAgain(String name) {
        suite().start(name);
        INSTANCE.hold(name);
    }

    /** Has a component be told something that was not known when the suite started. */
    static void startAgain(String name, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(INSTANCE.environment);
        environment.putAll(more);
        SuiteSettings settings = new SuiteSettings(
                Path.of(System.getProperty("podi.root")), INSTANCE.directory, Jdk.current(), environment);
        suite().stop(name);
        hold(new Suite(settings).start(name));
    }

    /** Has the command line start what is missing with these options. */
    static Suite up(String... options) throws IOException, InterruptedException {
        Path checkout = Path.of(System.getProperty("podi.root"));
        List<String> command = new ArrayList<>(Jdk.current()
                .java(
                        "-Dpodi.root=" + checkout,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.podi.launcher.Main",
                        "up",
                        "--detach"));
        command.addAll(List.of(options));
        ProcessBuilder launcher = new ProcessBuilder(command).inheritIO();
        launcher.environment().putAll(INSTANCE.environment);
        launcher.environment().put("PODI_DATA", directory().toString());
        int exit = launcher.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("up ended with " + exit);
        }
        Suite suite = new Suite(new SuiteSettings(checkout, directory(), Jdk.current(), INSTANCE.environment));
        suite.names().forEach(name -> suite.running(name).ifPresent(INSTANCE.leash::hold));
        return suite;
    }

    /** Has the process end with this JVM at the latest. */
    static Child hold(Child child) {
        INSTANCE.leash.hold(child);
        return child;
    }

    private void hold(String name) {
        suite.running(name).ifPresent(leash::hold);
    }
}
