package com.podi.taskworker.executor.comfyui;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Plan.Binding;
import com.podi.contracts.ability.Plan.Target;
import com.podi.contracts.ability.Plan.Workflow;
import com.podi.taskworker.SomeTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The workflows that the project ships, as plans carry them. */
final class SomeWorkflow {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path DIRECTORY = Path.of("../infra/comfyui/workflows");

    private SomeWorkflow() {}

    static Workflow of(String name) {
        try {
            JsonNode file = JSON.readTree(Files.readString(DIRECTORY.resolve(name + ".json")));
            List<Binding> bindings = file.get("bindings")
                    .valueStream()
                    .map(binding -> new Binding(
                            binding.get("name").asString(),
                            binding.get("type").asString(),
                            binding.get("targets")
                                    .valueStream()
                                    .map(target -> new Target(
                                            target.get("node").asString(),
                                            target.get("input").asString()))
                                    .toList()))
                    .toList();
            List<String> outputs =
                    file.get("outputs").valueStream().map(JsonNode::asString).toList();
            return new Workflow(file.get("id").asString(), 1, file.get("definition"), bindings, outputs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Plan plan(Workflow workflow, Plan.Limits limits, Plan.Candidate... nodes) {
        Plan plain = SomeTask.plan("comfyui_" + workflow.id(), "comfyui", "upscale", limits, nodes);
        return new Plan(
                plain.abilityId(),
                plain.version(),
                plain.provider(),
                plain.action(),
                plain.capabilityKey(),
                plain.inputs(),
                plain.candidates(),
                plain.price(),
                plain.limits(),
                plain.policy(),
                workflow);
    }
}
