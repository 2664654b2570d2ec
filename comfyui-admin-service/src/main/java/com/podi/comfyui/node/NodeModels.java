package com.podi.comfyui.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node has, as it spells it.
 *
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
        List<String> nodes) {

    /** The files by the word that the catalogue has for their type. */
    public Map<String, List<String>> byType() {
        Map<String, List<String>> types = new LinkedHashMap<>();
        types.put("unet", unet);
        types.put("clip", clip);
        types.put("vae", vae);
        types.put("lora", lora);
        types.put("checkpoint", checkpoints);
        types.put("controlnet", controlnet);
        return types;
    }
}
