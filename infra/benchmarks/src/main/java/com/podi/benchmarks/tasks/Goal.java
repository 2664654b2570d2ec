package com.podi.benchmarks.tasks;

/** Says of each goal whether it was reached. */
final class Goal {

    private Goal() {}

    static String word(boolean reached) {
        return reached ? "reached" : "NOT reached";
    }
}
