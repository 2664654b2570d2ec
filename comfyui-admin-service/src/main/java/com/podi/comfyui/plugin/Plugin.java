package com.podi.comfyui.plugin;

import com.podi.comfyui.catalog.CatalogItem;
import com.podi.comfyui.catalog.Rules;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Code that brings a kind of node.
 *
 * @param nodeKey what workflows call the node
 */
record Plugin(
        @Nullable @Pattern(regexp = Rules.ID) String id,

        @Nullable Integer revision,
        @NotBlank @Size(max = 255) String nodeKey,
        @NotBlank @Size(max = 100) String displayName,
        @Nullable @Size(max = 200) String packageName,
        @Nullable @Size(max = 50) String version,
        @Size(max = 50) List<@NotBlank @Size(max = 50) String> tags,

        @Nullable @Size(max = 2000) @Pattern(regexp = Rules.WEB_ADDRESS)
        String sourceUrl,

        @Nullable @Size(max = 2000) @Pattern(regexp = Rules.WEB_ADDRESS)
        String downloadUrl,

        @Pattern(regexp = Rules.STATUS) String status)
        implements CatalogItem<Plugin> {

    Plugin {
        tags = tags == null ? List.of() : List.copyOf(tags);
        status = status == null ? Rules.ACTIVE : status;
    }

    @Override
    public String nameKey() {
        return nodeKey;
    }

    @Override
    public Plugin stored(String id, int revision) {
        return new Plugin(
                id, revision, nodeKey, displayName, packageName, version, tags, sourceUrl, downloadUrl, status);
    }
}
