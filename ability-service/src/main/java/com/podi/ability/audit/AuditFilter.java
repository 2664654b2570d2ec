package com.podi.ability.audit;

import com.podi.contracts.error.Times;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are wanted; what is absent does not matter.
 *
 * @param from inclusive
 * @param to exclusive
 */
record AuditFilter(
        @Nullable @Size(max = 64) String kind,
        @Nullable @Size(max = 64) String recordId,
        @Nullable @Size(max = 64) String actor,
        @Nullable @Size(max = 64) String action,
        @Nullable Instant from,
        @Nullable Instant to) {

    void mustNameDates() {
        Times.check("from", from);
        Times.check("to", to);
    }
}
