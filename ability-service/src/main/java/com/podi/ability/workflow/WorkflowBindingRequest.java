package com.podi.ability.workflow;

import com.podi.contracts.ability.Names;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A binding as it shall be.
 *
 * @param id for a new one, if it shall not be made up
 * @param action that of the workflow if it is absent
 * @param revision the one that was seen; a PUT without it overwrites
 */
record WorkflowBindingRequest(
        @Nullable @Pattern(regexp = Names.RECORD_ID) String id,
        @Nullable @Pattern(regexp = Names.ACTION) String action,
        @NotNull @Size(max = 64) String workflowId,
        @NotNull @Size(max = 64) String executorId,
        @Nullable @Min(-1_000) @Max(1_000) Integer priority,
        @Nullable Boolean enabled,
        @Nullable @Positive Integer revision) {}
