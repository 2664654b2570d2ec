package com.podi.comfyui.dispatch;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the ids of the task, the agent or the manifest
 */
record TaskFilter(
        @Nullable @Size(max = 100) String q,
        @Nullable @Size(max = 64) String agentId,
        @Nullable @Size(max = 64) String manifestId,

        @Nullable @Pattern(regexp = "pending|running|success|failed|rejected|expired")
        String status) {}
