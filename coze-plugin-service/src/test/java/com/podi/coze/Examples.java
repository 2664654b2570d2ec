package com.podi.coze;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.InputSchema;
import com.podi.contracts.ability.AbilityView.Option;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Abilities as ability-service tells of them. */
public final class Examples {

    private Examples() {}

    public static AbilityView upscale() {
        return ability(
                "podi",
                "upscale",
                "tool",
                true,
                false,
                List.of(
                        new Field(
                                "scale",
                                "select",
                                "缩放倍数",
                                "Scale",
                                null,
                                false,
                                2,
                                List.of(new Option(2, "2×"), new Option(4, "4×"), new Option(8, "8×")),
                                null,
                                null,
                                null),
                        field("prompt", "text")));
    }

    public static AbilityView patternExtraction() {
        return ability("comfyui", "pattern_extraction", "comfyui", true, false, List.of(field("prompt", "textarea")));
    }

    static List<AbilityView> all() {
        return List.of(upscale(), patternExtraction());
    }

    public static Field field(String name, String type) {
        return field(name, type, null, null, null);
    }

    public static Field field(
            String name, String type, @Nullable Object preset, @Nullable Double min, @Nullable Double max) {
        return new Field(name, type, "字段" + name, name, null, false, preset, null, min, max, null);
    }

    public static AbilityView ability(
            String provider,
            String capabilityKey,
            String type,
            boolean requiresImage,
            boolean severalImages,
            List<Field> fields) {
        return ability(provider, capabilityKey, "图像处理", "把图片变好", type, requiresImage, severalImages, fields);
    }

    public static AbilityView ability(
            String provider,
            String capabilityKey,
            String displayName,
            String description,
            String type,
            boolean requiresImage,
            boolean severalImages,
            List<Field> fields) {
        return new AbilityView(
                provider + "_" + capabilityKey,
                provider,
                "edit",
                capabilityKey,
                capabilityKey,
                1,
                1,
                displayName,
                description,
                "active",
                type,
                null,
                null,
                Map.of(),
                new InputSchema(fields),
                JsonNodeFactory.instance.objectNode(),
                new AbilityView.Metadata(null, null, null, null, null, 120, 3, null),
                requiresImage,
                severalImages,
                1,
                null,
                null,
                null,
                null);
    }
}
