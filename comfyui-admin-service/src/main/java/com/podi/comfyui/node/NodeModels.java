package com.podi.comfyui.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node has, as it spells it.
 *
 * @param other whatever else the usual loaders offer; packs may know folders of their own
 * @param nodes the classes of nodes that a graph may use
 */
public record NodeModels(
        String executorId,
        List<String> unet,
        List<String> clip,
        List<String> vae,
        List<String> lora,
        List<String> checkpoints,
        List<String> controlnet,
        List<String> other,
        List<String> nodes) {

    static final String OTHER = "other";

    /** The files by the word that the catalogue has for their type. */
    public Map<String, List<String>> byType() {
        Map<String, List<String>> types = new LinkedHashMap<>();
        types.put("unet", unet);
        types.put("clip", clip);
        types.put("vae", vae);
        types.put("lora", lora);
        types.put("checkpoint", checkpoints);
        types.put("controlnet", controlnet);
        types.put(OTHER, other);
        return types;
    }
}
