package com.podi.benchmarks;

import com.podi.launcher.Addition;
import java.nio.file.Path;
import java.util.List;

/** What runs our services. */
public enum Jvm {
    /** As the launcher starts them: one compiler and a small heap, for many processes to start on few cores. */
    LAUNCHER(List.of()),
    /** With both compilers and a larger heap. */
    SERVER(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"));

    private final List<String> options;

    Jvm(List<String> options) {
        this.options = options;
    }

    /** To every service of ours, besides what the launcher chooses. */
    public Addition addition() {
        return with(List.of(), List.of());
    }

    /** To a service that is given more. */
    public Addition with(List<Path> classPath, List<String> arguments) {
        return new Addition(classPath, options, arguments);
    }
}
