package com.podi.comfyui.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a node says of its classes. Models are the choices of certain inputs, whichever class has them: packs bring
 * loaders of their own.
 */
final class ObjectInfo {

    private static final Map<String, Pattern> INPUTS = Map.of(
            "unet",
            Pattern.compile("unet_name"),
            "clip",
            Pattern.compile("clip_name\\d?"),
            "vae",
            Pattern.compile("vae_name"),
            "lora",
            Pattern.compile("lora_name"),
            "checkpoint",
            Pattern.compile("ckpt_name"),
            "controlnet",
            Pattern.compile("control_net_name"),
            NodeModels.OTHER,
            Pattern.compile("(style_|photomaker_)?model_name|(gligen|hypernetwork|audio_encoder)_name"));

    /** The CLIP of vision models is another kind of file under the same name. */
    private static final Pattern VISION = Pattern.compile("(?i).*vision.*");

    /** Among the files stand choices that are none, such as {@code pixel_space}. */
    private static final Pattern FILE = Pattern.compile(".+\\.[A-Za-z][A-Za-z0-9]+");

    private final Map<String, TreeSet<String>> files = new TreeMap<>();

    private ObjectInfo() {
        INPUTS.keySet().forEach(type -> files.put(type, new TreeSet<>()));
    }

    static NodeModels read(String executorId, JsonNode objectInfo) {
        ObjectInfo read = new ObjectInfo();
        List<String> nodes = new ArrayList<>();
        objectInfo.properties().forEach(type -> {
            nodes.add(type.getKey());
            read.inputsOf(type.getKey(), type.getValue());
        });
        return new NodeModels(
                executorId,
                read.all("unet"),
                read.all("clip"),
                read.all("vae"),
                read.all("lora"),
                read.all("checkpoint"),
                read.all("controlnet"),
                read.all(NodeModels.OTHER),
                nodes.stream().sorted().toList());
    }

    private List<String> all(String type) {
        return List.copyOf(files.get(type));
    }

    private void inputsOf(String className, JsonNode type) {
        Stream.of("required", "optional")
                .flatMap(group -> type.path("input").path(group).propertyStream())
                .forEach(input -> INPUTS.forEach((kind, name) -> {
                    if (name.matcher(input.getKey()).matches()) {
                        boolean vision =
                                kind.equals("clip") && VISION.matcher(className).matches();
                        files(input.getValue()).forEach(files.get(vision ? NodeModels.OTHER : kind)::add);
                    }
                }));
    }

    /** Both forms: a list of choices in the place of the type, and a COMBO with options. */
    private static Stream<String> files(JsonNode spec) {
        JsonNode list = spec.path(0).isArray() ? spec.path(0) : spec.path(1).path("options");
        return list.valueStream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(name -> FILE.matcher(name).matches());
    }
}
