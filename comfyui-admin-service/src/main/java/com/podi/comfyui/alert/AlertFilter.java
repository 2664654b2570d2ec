package com.podi.comfyui.alert;

import com.podi.contracts.envelope.PageRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are wanted; what is absent does not matter.
 *
 * @param limit another word for the size of a page, which it overrules
 */
record AlertFilter(
        @Nullable @Size(max = 64) String agentId,
        @Nullable @Size(max = 64) String alertType,
        @Nullable @Pattern(regexp = "open|closed") String status,
        @Nullable @Min(1) @Max(100) Integer limit) {

    PageRequest within(PageRequest request) {
        return limit == null ? request : new PageRequest(request.page(), limit);
    }
}
