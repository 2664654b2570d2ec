package com.podi.ability.catalog;

import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether active or inactive abilities are wanted; both if it is absent. */
record AbilityStatusFilter(
        @Nullable @Pattern(regexp = "active|inactive") String status) {

    boolean wants(Ability ability) {
        return status == null || status.equals(ability.status());
    }
}
