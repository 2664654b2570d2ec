package com.podi.benchmarks;

/** Says of each goal whether it was reached. */
public final class Goal {

    private Goal() {}

    public static String word(boolean reached) {
        return reached ? "reached" : "NOT reached";
    }
}
