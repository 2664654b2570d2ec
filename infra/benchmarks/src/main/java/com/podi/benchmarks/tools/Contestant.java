package com.podi.benchmarks.tools;

import java.nio.file.Path;
import java.util.List;

/** Somebody who does a job with pictures, one after the other. */
interface Contestant {

    /**
     * @param seconds for all pictures together
     * @param peakMb the most that one process ever had in memory, all of it, program and libraries included
     */
    record Effort(double seconds, double peakMb) {}

    Effort run(Job job, List<Path> pictures, Path results);
}
