package com.podi.taskworker.queue;

import com.podi.contracts.ability.Plan;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks wait: those of one executor, or those of the built-in tools.
 *
 * @param name the executor's id
 * @param maxConcurrency how many of its tasks may run at once, over all replicas; null if nothing limits them
 */
public record Lane(String name, @Nullable Integer maxConcurrency) {

    /** No executor can have this id. */
    public static final String BUILT_IN_TOOLS = "podi:tools";

    public static boolean isBuiltIn(String name) {
        return name.equals(BUILT_IN_TOOLS);
    }

    /** The lanes in which a call may wait, the preferred one first. */
    static List<Lane> of(Plan plan) {
        return plan.candidates().isEmpty()
                ? List.of(new Lane(BUILT_IN_TOOLS, null))
                : plan.candidates().stream()
                        .map(candidate -> new Lane(candidate.executorId(), candidate.maxConcurrency()))
                        .toList();
    }

    /** The same lanes, beginning behind this one: where to go next when one has failed. */
    static List<Lane> after(String failed, Plan plan) {
        List<Lane> lanes = of(plan);
        int place = IntStream.range(0, lanes.size())
                .filter(number -> lanes.get(number).name().equals(failed))
                .findFirst()
                .orElse(-1);
        return IntStream.rangeClosed(1, lanes.size())
                .mapToObj(step -> lanes.get((place + step) % lanes.size()))
                .toList();
    }
}
