package com.podi.comfyui.manifest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One revision of a manifest.
 *
 * @param role of the agents it is meant for
 * @param version in the words of its administrator
 * @param downloadUrl where else it can be had
 * @param createdAt of the manifest
 * @param updatedAt when this revision was written
 */
public record Manifest(
        String id,
        String role,
        String version,
        JsonNode content,
        @Nullable String downloadUrl,
        int revision,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {}
