package com.podi.benchmarks.tools;

import java.nio.file.Path;
import java.util.List;

/** Somebody who does a job with pictures, one after the other. */
interface Contestant {

    /**
     * @param seconds for all pictures together
     * @param peakMb the most that one process ever had in memory, all of it, program and libraries included
     * @param resultMb what came of one picture, as a file
     */
    record Effort(double seconds, double peakMb, double resultMb) {}

    Effort run(Job job, List<Path> pictures, Path results);
}
