package com.podi.comfyclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a prompt ended. */
public sealed interface Outcome {

    /** @param files results by the node that made them, each in its order */
    record Done(Map<String, List<OutputFile>> files) implements Outcome {

        /**
         * What these nodes made, in this order.
         *
         * @throws NodeException if one of them made nothing
         */
        public List<OutputFile> of(List<String> nodes) throws NodeException {
            List<OutputFile> wanted = new ArrayList<>();
            for (String node : nodes) {
                List<OutputFile> made = files.getOrDefault(node, List.of());
                if (made.isEmpty()) {
                    throw new NodeException(NodeException.Kind.OUTPUT_MISSING, "node " + node + " made no file");
                }
                wanted.addAll(made);
            }
            return wanted;
        }
    }

    /**
     * @param node of the graph, and its class
     * @param message the node's own words, without what follows them
     */
    record Failed(String node, String nodeType, String exceptionType, String message) implements Outcome {

        /** Another node, or this one later, may have the memory. */
        public boolean ranOutOfMemory() {
            return exceptionType.contains("OutOfMemoryError");
        }
    }

    /** Somebody stopped it, we or others. */
    record Interrupted() implements Outcome {}

    /** The node knows nothing of it any more: it was restarted, or somebody deleted it. What came of it nobody can say. */
    record Lost() implements Outcome {}
}
