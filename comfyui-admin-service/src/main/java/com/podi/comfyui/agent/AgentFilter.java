package com.podi.comfyui.agent;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which agents are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the id, the name or the address
 */
record AgentFilter(
        @Nullable @Size(max = 100) String q,
        @Nullable @Size(max = 32) String role,
        @Nullable @Pattern(regexp = "online|offline") String status,
        @Nullable Boolean allowed) {}
