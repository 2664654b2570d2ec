package com.podi.comfyui.lora;

import com.podi.comfyui.catalog.CatalogItem;
import com.podi.comfyui.catalog.Rules;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small addition to a base model.
 *
 * @param fileName below the nodes' LoRA folder
 * @param triggerWords what a prompt has to say for it to take effect
 */
record Lora(
        @Nullable @Pattern(regexp = Rules.ID) String id,

        @Nullable Integer revision,
        @NotBlank @Size(max = 255) String fileName,
        @NotBlank @Size(max = 100) String displayName,
        @Size(max = 20) List<@NotBlank @Size(max = 100) String> baseModels,
        @Size(max = 50) List<@NotBlank @Size(max = 50) String> tags,
        @Nullable @Size(max = 1000) String triggerWords,
        @Pattern(regexp = Rules.STATUS) String status)
        implements CatalogItem<Lora> {

    Lora {
        baseModels = baseModels == null ? List.of() : List.copyOf(baseModels);
        tags = tags == null ? List.of() : List.copyOf(tags);
        status = status == null ? Rules.ACTIVE : status;
    }

    @Override
    public String nameKey() {
        return Rules.sameFile(fileName);
    }

    @Override
    public Lora stored(String id, int revision) {
        return new Lora(id, revision, fileName, displayName, baseModels, tags, triggerWords, status);
    }
}
