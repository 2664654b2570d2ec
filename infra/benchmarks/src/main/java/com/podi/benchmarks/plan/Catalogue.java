package com.podi.benchmarks.plan;

import com.podi.benchmarks.load.Wire;
import com.podi.testsupport.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All abilities that come with a release, switched on, and what a platform of some size runs them on: nodes, accounts,
 * graphs of the usual length and their bindings, two of them for each action on every node of a third of all.
 */
final class Catalogue {

    private static final int NODES = 36;
    private static final int ACCOUNTS_OF_A_PROVIDER = 3;
    private static final int STEPS_OF_A_GRAPH = 30;
    private static final int LARGEST_PAGE = 100;
    private static final List<String> ACTIONS =
            List.of("pattern_extraction", "colorize", "upscale", "denoise", "inpaint", "expand", "text_to_image");

    private static final JsonMapper JSON = new JsonMapper();

    private final Wire wire;
    private final String admin = TestTokens.start().admin("admin");
    private int executors;
    private int workflows;
    private int bindings;

    Catalogue(int port) {
        this.wire = new Wire(port);
    }

    /** A call that can be planned. */
    record Call(String path, String body) {}

    List<Call> fill() {
        List<String> nodes = IntStream.range(0, NODES)
                .mapToObj(number -> executor("comfyui", number))
                .toList();
        for (String action : ACTIONS) {
            for (int version = 0; version < 2; version++) {
                bind(workflow(action, version), nodes, version);
            }
        }
        List<JsonNode> abilities = abilities();
        abilities.stream()
                .map(ability -> ability.path("provider").asString())
                .filter(provider -> !provider.equals("podi") && !provider.equals("comfyui"))
                .distinct()
                .forEach(provider -> {
                    List<String> accounts = IntStream.range(0, ACCOUNTS_OF_A_PROVIDER)
                            .mapToObj(number -> executor(provider, number))
                            .toList();
                    abilities.stream()
                            .filter(ability ->
                                    ability.path("provider").asString().equals(provider))
                            .forEach(ability -> activate(ability, accounts));
                });
        abilities.stream()
                .filter(ability -> List.of("podi", "comfyui")
                        .contains(ability.path("provider").asString()))
                .forEach(ability -> activate(ability, List.of()));
        return abilities().stream().map(Catalogue::call).toList();
    }

    String size() {
        return "%d executors, %d workflows, %d bindings".formatted(executors, workflows, bindings);
    }

    private List<JsonNode> abilities() {
        List<JsonNode> all = new ArrayList<>();
        JSON.readTree(wire.get("/api/admin/abilities?pageSize=" + LARGEST_PAGE, admin)
                        .ok())
                .at("/data/items")
                .forEach(all::add);
        return all;
    }

    private void activate(JsonNode ability, List<String> accounts) {
        String id = ability.path("id").asString();
        String metadata = accounts.isEmpty()
                ? "{\"routingPolicy\":\"round_robin\"}"
                : "{\"routingPolicy\":\"weight\",\"allowedExecutorIds\":[%s]}".formatted(quoted(accounts));
        String body = """
                {"provider": %s, "capabilityKey": %s, "action": %s, "displayName": %s, "status": "active",
                 "abilityType": %s, "inputSchema": %s, "requiresImage": %s, "supportsMultipleImages": %s,
                 "metadata": %s}
                """.formatted(
                        ability.path("provider"),
                        ability.path("capabilityKey"),
                        ability.path("action"),
                        ability.path("displayName"),
                        ability.path("abilityType"),
                        ability.path("inputSchema"),
                        ability.path("requiresImage"),
                        ability.path("supportsMultipleImages"),
                        metadata);
        must(wire.put("/api/admin/abilities/" + id, admin, body), 200);
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map("\"%s\""::formatted).collect(Collectors.joining(","));
    }

    private String executor(String type, int number) {
        executors++;
        // Nothing listens there: that costs the service its health checks, as it would in earnest.
        return made("/api/admin/executors", """
                {"name": "%1$s %2$d", "type": "%1$s", "baseUrl": "http://127.0.0.1:9", "weight": %3$d,
                 "tags": ["24gb", "eu"], "config": {"region": "eu-%2$d", "retries": 2}}
                """.formatted(type, number, 1 + number % 5));
    }

    private void bind(String workflow, List<String> nodes, int version) {
        for (int number = 0; number < nodes.size(); number++) {
            if (number % 3 == version || number % 3 == 2) {
                bindings++;
                made("/api/admin/workflow-bindings", """
                        {"workflowId": "%s", "executorId": "%s", "priority": %d}
                        """.formatted(workflow, nodes.get(number), version));
            }
        }
    }

    /** A chain of samplers, as long as graphs usually are. */
    private String workflow(String action, int version) {
        workflows++;
        String steps = IntStream.range(0, STEPS_OF_A_GRAPH)
                .mapToObj(step -> """
                        "%d": {"class_type": "KSampler", "_meta": {"title": "step %d"},
                               "inputs": {"image": ["%d", 0], "seed": %d, "steps": 20, "cfg": 7.5,
                                          "sampler_name": "euler", "scheduler": "normal", "denoise": 0.5}}
                        """.formatted(step + 2, step, step + 1, step))
                .collect(Collectors.joining(","));
        return made("/api/admin/workflows", """
                {"action": "%s", "name": "version %d",
                 "definition": {"1": {"class_type": "LoadImage", "inputs": {"image": "some.png"}}, %s,
                                "out": {"class_type": "SaveImage",
                                        "inputs": {"images": ["%d", 0], "filename_prefix": "out"}}},
                 "bindings": [
                   {"name": "image", "type": "image", "targets": [{"node": "1", "input": "image"}]},
                   {"name": "steps", "type": "integer", "min": 1, "max": 50, "default": 20,
                    "targets": [{"node": "2", "input": "steps"}, {"node": "3", "input": "steps"}]},
                   {"name": "denoise", "type": "number", "min": 0, "max": 1,
                    "targets": [{"node": "4", "input": "denoise"}]}]}
                """.formatted(action, version, steps, STEPS_OF_A_GRAPH + 1));
    }

    private static Call call(JsonNode ability) {
        List<String> inputs = new ArrayList<>();
        ability.at("/inputSchema/fields").forEach(field -> {
            if (field.path("required").asBoolean()
                    && !field.path("type").asString().startsWith("image")) {
                boolean isText = field.path("type").asString().startsWith("text");
                inputs.add("\"%s\": %s"
                        .formatted(field.path("name").asString(), isText ? "\"a picture of a tiger\"" : "1000"));
            }
        });
        return new Call(
                "/internal/abilities/%s/plan".formatted(ability.path("id").asString()),
                "{\"inputs\": {%s}, \"imageCount\": 1}".formatted(String.join(", ", inputs)));
    }

    private String made(String path, String body) {
        return JSON.readTree(must(wire.post(path, admin, body), 201))
                .at("/data/id")
                .asString();
    }

    private static String must(Wire.Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.body();
    }
}
