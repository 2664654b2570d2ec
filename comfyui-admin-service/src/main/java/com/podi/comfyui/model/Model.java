package com.podi.comfyui.model;

import com.podi.comfyui.catalog.CatalogItem;
import com.podi.comfyui.catalog.Rules;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model file.
 *
 * @param fileName below the nodes' folder for the type
 * @param size in bytes
 */
record Model(
        @Nullable @Pattern(regexp = Rules.ID) String id,

        @Nullable Integer revision,
        @NotBlank @Size(max = 255) String fileName,
        @NotBlank @Size(max = 100) String displayName,

        @NotNull @Pattern(regexp = Rules.MODEL_TYPE) String modelType,

        @Nullable @Size(max = 2000) @Pattern(regexp = Rules.WEB_ADDRESS)
        String sourceUrl,

        @Nullable @Size(max = 2000) @Pattern(regexp = Rules.WEB_ADDRESS)
        String downloadUrl,

        @Nullable @Pattern(regexp = "[0-9a-fA-F]{64}") String sha256,

        @Nullable @PositiveOrZero Long size,
        @Size(max = 50) List<@NotBlank @Size(max = 50) String> tags,
        @Pattern(regexp = Rules.STATUS) String status)
        implements CatalogItem<Model> {

    Model {
        tags = tags == null ? List.of() : List.copyOf(tags);
        status = status == null ? Rules.ACTIVE : status;
    }

    /** Each type has its folder: the same name in another one is another file. */
    @Override
    public String nameKey() {
        return modelType + "/" + Rules.sameFile(fileName);
    }

    @Override
    public boolean toldWhole() {
        return !modelType.equals("other");
    }

    @Override
    public Model stored(String id, int revision) {
        return new Model(
                id, revision, fileName, displayName, modelType, sourceUrl, downloadUrl, sha256, size, tags, status);
    }
}
