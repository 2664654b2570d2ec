package com.podi.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured of each contestant, round by round. */
public final class Medians {

    private final Map<String, List<Double>> rounds = new LinkedHashMap<>();

    public void add(String what, double figure) {
        rounds.computeIfAbsent(what, unused -> new ArrayList<>()).add(figure);
    }

    /** What was measured to warm up. */
    public void forget() {
        rounds.clear();
    }

    public double of(String what) {
        double[] sorted = rounds.get(what).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** From the lowest to the highest, to show how noisy the machine was. */
    public double[] range(String what) {
        List<Double> figures = rounds.get(what);
        return new double[] {Collections.min(figures), Collections.max(figures)};
    }
}
