package com.podi.ability.catalog;

import com.podi.ability.executor.Executor;
import com.podi.ability.form.InputForm;
import com.podi.ability.workflow.Workflow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An ability with all that it runs on at the moment.
 *
 * @param executors those configured for it, the preferred one first, whether or not they are active
 */
public record Offer(
        Ability ability, InputForm form, @Nullable Workflow workflow, List<Executor> executors) {

    public boolean requiresPicture() {
        return ability.requiresImage() || form.requiresPicture();
    }

    /** Good if any of its executors is; unknown if it needs none, or none was asked yet. */
    @Nullable
    String healthStatus() {
        List<String> known = executors.stream()
                .map(executor -> executor.health().status())
                .filter(Objects::nonNull)
                .toList();
        if (known.isEmpty()) {
            return null;
        }
        return known.contains("healthy") ? "healthy" : "unhealthy";
    }

    @Nullable
    Instant healthCheckedAt() {
        Optional<Instant> latest = executors.stream()
                .map(executor -> executor.health().checkedAt())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
        return latest.orElse(null);
    }
}
