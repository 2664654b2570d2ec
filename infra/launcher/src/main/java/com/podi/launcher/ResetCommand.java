package com.podi.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reset",
        description = "Stops everything and deletes all data, logs and secrets.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        Suite suite = Main.suite();
        if (!yes && !confirmed(suite)) {
            System.out.println("Nothing was deleted.");
            return 1;
        }
        suite.stop();
        suite.deleteData();
        System.out.printf("Deleted %s.%n", suite.settings().data());
        return 0;
    }

    private static boolean confirmed(Suite suite) throws IOException {
        System.out.printf(
                "Delete all data, logs and secrets in %s? [y/N] ",
                suite.settings().data());
        String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
