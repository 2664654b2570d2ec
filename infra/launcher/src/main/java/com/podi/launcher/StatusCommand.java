package com.podi.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Shows what runs where; the exit code is 0 when everything is ready.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int INCOMPLETE = 3;

    @Override
    public Integer call() {
        Suite suite = Main.suite();
        Report report = new Report(suite);
        System.out.printf("%s%n%n%s%n", report.components(), report.memory());
        return suite.names().stream().allMatch(suite::isHealthy) ? 0 : INCOMPLETE;
    }
}
