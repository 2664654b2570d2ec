package com.podi.benchmarks.tools;

import java.nio.file.Path;
import java.util.List;

/** Somebody who does a job with pictures, one after the other. */
interface Contestant {

    /**
     * @param seconds for all pictures together
     * @param peakMb the most memory that one of them took
     */
    record Effort(double seconds, double peakMb) {}

    Effort run(Job job, List<Path> pictures, Path results);
}
