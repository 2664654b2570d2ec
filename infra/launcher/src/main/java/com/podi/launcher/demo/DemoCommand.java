package com.podi.launcher.demo;

import com.podi.launcher.Main;
import com.podi.launcher.ProgressLines;
import com.podi.launcher.Suite;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the suite does, step by step. */
@Command(
        name = "demo",
        description = "Goes through what the suite does; starts it if need be, and stops it again.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--keep", description = "Leave the suite running.")
    private boolean keep;

    @Option(names = "--out", paramLabel = "<directory>", description = "Where pictures go; default: ${DEFAULT-VALUE}.")
    private Path output = Path.of("target/demo");

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Suite suite = Main.suite();
        boolean wasUp =
                suite.names().stream().anyMatch(name -> suite.running(name).isPresent());
        if (!wasUp && !keep) {
            // However this ends: a signal does not unwind the stack.
            Runtime.getRuntime().addShutdownHook(new Thread(suite::abort));
        }
        suite.start(new ProgressLines(out));
        new DemoJourney(suite.gateway(), output, out).run();
        return 0;
    }
}
