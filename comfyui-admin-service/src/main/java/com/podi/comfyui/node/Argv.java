package com.podi.comfyui.node;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The command line of a node, without what nobody else shall know. */
final class Argv {

    private static final String MASK = "***";
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(token|secret|passw|api[-_]?key|access[-_]?key|auth|credential|cookie|bearer).*");
    private static final Pattern WITH_VALUE = Pattern.compile("(-{0,2}[\\w.-]+)=(.*)", Pattern.DOTALL);
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");

    private Argv() {}

    /** @param system as the node gives it */
    static JsonNode masked(JsonNode system) {
        if (!system.path("argv").isArray()) {
            return system;
        }
        ObjectNode copy = (ObjectNode) system.deepCopy();
        ArrayNode shown = copy.putArray("argv");
        boolean secretFollows = false;
        for (JsonNode word : system.path("argv")) {
            String text = word.asString("");
            shown.add(secretFollows && !text.startsWith("--") ? MASK : masked(text));
            secretFollows = text.startsWith("-")
                    && !text.contains("=")
                    && SECRET.matcher(text).matches();
        }
        return copy;
    }

    private static String masked(String word) {
        var assignment = WITH_VALUE.matcher(word);
        if (assignment.matches() && SECRET.matcher(assignment.group(1)).matches()) {
            return assignment.group(1) + "=" + MASK;
        }
        return USER_INFO.matcher(word).replaceAll(MASK + "@");
    }
}
