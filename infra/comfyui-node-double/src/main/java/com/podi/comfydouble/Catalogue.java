package com.podi.comfydouble;

import com.podi.comfydouble.NodeType.Input;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the node says of itself: its classes, its models, its machine. The models are names without files. */
final class Catalogue {

    private static final Map<String, List<String>> MODELS = Map.of(
            "checkpoints", List.of("sd_xl_base_1.0.safetensors"),
            "loras", List.of("SDXL\\pattern.safetensors", "ink.safetensors"),
            "diffusion_models", List.of("flux1-dev.safetensors"),
            "text_encoders", List.of("clip_l.safetensors", "t5xxl_fp16.safetensors"),
            "vae", List.of("ae.safetensors"));

    private final NodeTypes types;
    private final Release release;

    Catalogue(NodeTypes types, Release release) {
        this.types = types;
        this.release = release;
    }

    ObjectNode all() {
        ObjectNode all = Json.object();
        types.all().forEach(type -> all.set(type.name(), describe(type)));
        loader(all, "CheckpointLoaderSimple", "ckpt_name", "checkpoints", false);
        loader(all, "LoraLoader", "lora_name", "loras", false);
        loader(all, "UNETLoader", "unet_name", "diffusion_models", true);
        loader(all, "CLIPLoader", "clip_name", "text_encoders", true);
        loader(all, "VAELoader", "vae_name", "vae", false);
        ObjectNode sampler = blank("KSampler");
        ObjectNode required = (ObjectNode) sampler.at("/input/required");
        ArrayNode seed = required.putArray("seed").add("INT");
        seed.addObject().put("default", 0).put("max", new BigInteger("18446744073709551615"));
        required.putArray("remote").add("COMBO").addObject().put("remote", true);
        all.set("KSampler", sampler);
        return all;
    }

    ObjectNode one(String name) {
        ObjectNode all = all();
        ObjectNode one = Json.object();
        if (all.has(name)) {
            one.set(name, all.get(name));
        }
        return one;
    }

    private static void loader(ObjectNode all, String name, String input, String folder, boolean newForm) {
        ObjectNode type = blank(name);
        ArrayNode spec = ((ObjectNode) type.at("/input/required")).putArray(input);
        if (newForm) {
            spec.add("COMBO").addObject().set("options", Json.strings(MODELS.get(folder)));
        } else {
            spec.add(Json.strings(MODELS.get(folder)));
        }
        all.set(name, type);
    }

    private static ObjectNode blank(String name) {
        ObjectNode described = Json.object();
        ObjectNode input = described.putObject("input");
        input.putObject("required");
        described.put("name", name).put("display_name", name).put("output_node", false);
        return described;
    }

    private static ObjectNode describe(NodeType type) {
        ObjectNode described = blank(type.name());
        ObjectNode required = (ObjectNode) described.at("/input/required");
        type.inputs().forEach((name, input) -> required.set(name, spec(input)));
        described.set("output", Json.strings(type.outputs()));
        described.put("output_node", type.output());
        return described;
    }

    private static ArrayNode spec(Input input) {
        ArrayNode spec = Json.array();
        if (input.type().equals("CHOICE")) {
            spec.add(Json.strings(input.choices() == null ? List.of("example.png") : input.choices()));
        } else {
            spec.add(input.type());
        }
        ObjectNode options = spec.addObject();
        if (input.min() != null && input.max() != null) {
            options.put("min", input.min().doubleValue()).put("max", input.max().doubleValue());
        }
        return spec;
    }

    ArrayNode folders() {
        return Json.strings(MODELS.keySet().stream().sorted().toList());
    }

    /** Legacy names of folders are unknown here. */
    Answer models(String folder) {
        return MODELS.containsKey(folder) ? Answer.json(Json.strings(MODELS.get(folder))) : Answer.empty(404);
    }

    Answer modelsWithSizes(String folder) {
        if (!MODELS.containsKey(folder)) {
            return Answer.empty(404);
        }
        ArrayNode files = Json.array();
        MODELS.get(folder).forEach(name -> files.addObject()
                .put("name", name)
                .put("pathIndex", 0)
                .put("modified", 1_733_000_000.5)
                .put("created", 1_733_000_000.5)
                .put("size", 6_938_040_682L));
        return Answer.json(files);
    }

    ObjectNode systemStats() {
        ObjectNode stats = Json.object();
        ObjectNode system = stats.putObject("system");
        system.put("os", release.since(0, 4) ? "linux" : "posix")
                .put("ram_total", 34_359_738_368L)
                .put("ram_free", 17_179_869_184L)
                .put("comfyui_version", release.version())
                .put("python_version", "3.12.3 (main)")
                .put("pytorch_version", "2.11.0+cpu")
                .put("embedded_python", false);
        if (release.since(0, 22)) {
            system.putArray("comfy_package_versions");
        }
        system.putArray("argv").add("main.py").add("--cpu");
        stats.putArray("devices")
                .addObject()
                .put("name", "cpu")
                .put("type", "cpu")
                .putNull("index")
                .put("vram_total", 34_359_738_368L)
                .put("vram_free", 17_179_869_184L)
                .put("torch_vram_total", 34_359_738_368L)
                .put("torch_vram_free", 17_179_869_184L);
        return stats;
    }
}
