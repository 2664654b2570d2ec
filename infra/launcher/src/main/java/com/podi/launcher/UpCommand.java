package com.podi.launcher;

import com.podi.launcher.demo.ComfyuiShow;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Starts what is not running, and stays until Ctrl-C, which stops everything.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Option(names = "--detach", description = "Return when everything is ready, and leave it running.")
    private boolean detach;

    @Option(
            names = "--with-comfyui",
            description =
                    "Add a ComfyUI node for demonstrations, with workflows that need no model; it stays until reset.")
    private boolean withComfyui;

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = System.out;
        if (withComfyui) {
            Main.settings().addComfyui();
        }
        Suite suite = Main.suite();
        Thread stopOnSignal = new Thread(() -> {
            out.println("Stopping everything ...");
            suite.abort();
            out.println("Everything has stopped.");
        });
        Runtime.getRuntime().addShutdownHook(stopOnSignal);
        try {
            Instant begin = Instant.now();
            suite.start(new ProgressLines(out));
            suite.comfyui().ifPresent(node -> {
                new ComfyuiShow(suite.gateway(), suite.adminPassword()).set(node);
                out.printf("ComfyUI node at %s with its workflows%n", node);
            });
            Duration took = Duration.between(begin, Instant.now());
            Report report = new Report(suite);
            out.printf("%n%s%n%n", report.components());
            out.printf("healthy after %.1f s, %s%n", took.toMillis() / 1000.0, report.memory());
            out.print(report.access());
            if (!detach) {
                out.println("Ctrl-C stops everything.");
                watch(suite, out);
                if (!stopOnSignal.isAlive()) {
                    out.println("Everything has been stopped from elsewhere.");
                }
            }
            return 0;
        } finally {
            letRun(stopOnSignal);
        }
    }

    /** Says once of each component that it has died, and ends when somebody has stopped them all. */
    private static void watch(Suite suite, PrintStream out) throws InterruptedException {
        Set<String> told = new HashSet<>();
        while (suite.isExpected()) {
            List<Suite.Loss> losses = suite.losses();
            told.retainAll(losses.stream().map(Suite.Loss::name).toList());
            losses.stream().filter(loss -> told.add(loss.name())).forEach(loss -> out.println(describe(loss)));
            Thread.sleep(500);
        }
    }

    static String describe(Suite.Loss loss) {
        String exit = loss.exitCode() == null ? "unknown exit code" : "exit code " + loss.exitCode();
        return "%1$s has died (%2$s, see %3$s); \"podi restart %1$s\" brings it back."
                .formatted(loss.name(), exit, loss.log());
    }

    private static void letRun(Thread stopOnSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopOnSignal);
        } catch (IllegalStateException e) {
            // a signal came first: the hook is at work
        }
    }
}
