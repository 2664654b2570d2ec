package com.podi.ability.workflow;

import com.podi.contracts.ability.Names;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A workflow as it shall be.
 *
 * @param id for a new one, if it shall not be made up
 * @param definition a graph in ComfyUI's API format
 * @param outputs the nodes whose files are the result; all that write files if it is absent
 * @param revision the one that was seen; a PUT without it overwrites
 */
record WorkflowRequest(
        @Nullable @Pattern(regexp = Names.RECORD_ID) String id,
        @NotNull @Pattern(regexp = Names.ACTION) String action,
        @NotBlank @Size(max = 100) String name,
        @NotNull JsonNode definition,
        @Nullable @Size(max = 100) List<@NotNull InputBinding> bindings,
        @Nullable @Size(max = 100) List<@NotBlank String> outputs,
        @Nullable @Positive Integer revision) {}
