package com.podi.comfydouble;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A class of nodes.
 *
 * @param inputs in their order
 * @param outputs the types of its slots
 * @param output whether it is a reason to run a graph
 */
record NodeType(String name, Map<String, Input> inputs, List<String> outputs, boolean output, Work work) {

    /**
     * @param type IMAGE, MASK, INT, FLOAT, STRING, or CHOICE, whose values are {@code choices}
     * @param choices null if everything is allowed
     */
    record Input(
            String type,
            boolean required,
            @Nullable List<String> choices,
            @Nullable Number min,
            @Nullable Number max) {}

    interface Work {
        Result run(Context context, Map<String, Object> inputs) throws NodeFailure, Signals.Interrupted;
    }

    /** @param ui what the history shows of it; null for all but output nodes */
    record Result(List<Object> slots, @Nullable ObjectNode ui) {}

    /** What a node at work may ask of the machine around it. */
    interface Context {

        Folders folders();

        /** The prompt, for what is written into files. */
        String prompt();

        /** Says how far it is; the moment in which an interrupt takes effect. */
        void progress(int value, int max) throws Signals.Interrupted;
    }
}
