package com.podi.comfyclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The workflows that the project ships. */
final class Workflows {

    private static final Path DIRECTORY = Path.of("../comfyui/workflows");

    private Workflows() {}

    /** With a place of its own for what it makes. */
    static ObjectNode graph(String name, String prefix) {
        try {
            JsonNode workflow = NodeJson.MAPPER.readTree(Files.readString(DIRECTORY.resolve(name + ".json")));
            ObjectNode graph = (ObjectNode) workflow.get("definition");
            workflow.get("outputs")
                    .forEach(output ->
                            set(graph, output.asString(), "filename_prefix", prefix + "/" + output.asString()));
            return graph;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void set(ObjectNode graph, String node, String input, Object value) {
        ((ObjectNode) graph.get(node).get("inputs")).putPOJO(input, value);
    }
}
