package com.podi.comfyui.manifest;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which manifests are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the id, the role or the version
 */
record ManifestFilter(
        @Nullable @Size(max = 100) String q,
        @Nullable @Size(max = 32) String role,
        @Nullable @Size(max = 64) String version) {}
