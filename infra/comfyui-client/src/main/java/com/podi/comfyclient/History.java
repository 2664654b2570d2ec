package com.podi.comfyclient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads what a node remembers of a prompt. The messages count; the status is believed only where there are none. */
final class History {

    private static final String ON_PURPOSE = "ExecutionBlocked";

    private History() {}

    static Outcome read(JsonNode entry) {
        JsonNode status = entry.path("status");
        Outcome outcome = null;
        for (JsonNode message : status.path("messages")) {
            outcome = switch (message.path(0).asString("")) {
                case "execution_success" -> new Outcome.Done(files(entry.path("outputs")));
                case "execution_interrupted" -> new Outcome.Interrupted();
                case "execution_error" -> isOnPurpose(message.path(1)) ? outcome : failure(message.path(1));
                default -> outcome;
            };
        }
        if (outcome != null) {
            return outcome;
        }
        return status.path("status_str").asString("").equals("error")
                ? new Outcome.Failed("", "", "", "failed for no reason that was told")
                : new Outcome.Done(files(entry.path("outputs")));
    }

    private static boolean isOnPurpose(JsonNode error) {
        return error.path("exception_type").asString("").equals(ON_PURPOSE);
    }

    /** The traceback shows paths, and what follows the first line are tips for people at the node. */
    private static Outcome failure(JsonNode error) {
        String message = error.path("exception_message").asString("").strip();
        return new Outcome.Failed(
                error.path("node_id").asString(""),
                error.path("node_type").asString(""),
                error.path("exception_type").asString(""),
                message.lines().findFirst().orElse("").strip());
    }

    /** Whatever the key: only what has a name is a file, and only results are ours. */
    private static Map<String, List<OutputFile>> files(JsonNode outputs) {
        Map<String, List<OutputFile>> files = new LinkedHashMap<>();
        outputs.properties().forEach(node -> {
            List<OutputFile> made = new ArrayList<>();
            for (JsonNode list : node.getValue()) {
                for (JsonNode entry : list.isArray() ? list : NodeJson.MAPPER.createArrayNode()) {
                    if (entry.path("filename").isString()) {
                        made.add(new OutputFile(
                                entry.path("filename").stringValue(),
                                entry.path("subfolder").asString(""),
                                entry.path("type").asString("output")));
                    }
                }
            }
            made.removeIf(file -> !file.isResult());
            files.put(node.getKey(), List.copyOf(made));
        });
        return files;
    }
}
