package com.podi.benchmarks.gateway;

import com.podi.benchmarks.Tools;
import com.podi.parts.Child;
import java.util.List;
import java.util.stream.Stream;

/** Whoever is measured has one core; whoever measures, and what lies behind, has the other. */
final class Cores {

    static final int CONTESTANT = 0;
    static final int LOAD = 1;

    private Cores() {}

    static List<String> command(int core, List<String> command) {
        return Stream.concat(Stream.of("taskset", "-c", Integer.toString(core)), command.stream())
                .toList();
    }

    /** Puts all threads of a running process there. */
    static void pin(int core, Child process) {
        Tools.output(List.of("taskset", "-acp", Integer.toString(core), Long.toString(process.pid())));
    }
}
