package com.podi.launcher;

import com.podi.parts.Child;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restart", description = "Stops and starts one component.", mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<component>")
    private String name = "";

    @Override
    public Integer call() {
        Suite suite = Main.suite();
        suite.stop(name);
        Child child = suite.start(name);
        System.out.printf("%s is ready (pid %d).%n", name, child.pid());
        return 0;
    }
}
