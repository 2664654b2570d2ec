package com.podi.launcher;

import com.podi.parts.Child;
import java.io.PrintStream;
import java.time.Duration;

/** One line for each component. */
public class ProgressLines implements Progress {
    private final PrintStream out;

    public ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void kept(Child child) {
        out.printf("%-22s was running already (pid %d)%n", child.name(), child.pid());
    }

    @Override
    public void started(Child child, Duration took) {
        out.printf("%-22s ready after %.1f s%n", child.name(), took.toMillis() / 1000.0);
    }

    @Override
    public void replaced(Child child) {
        out.printf("%-22s did not answer (pid %d) and is started anew%n", child.name(), child.pid());
    }
}
