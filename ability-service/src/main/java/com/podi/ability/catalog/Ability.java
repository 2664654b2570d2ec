package com.podi.ability.catalog;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.ability.Plan;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something PODI can do.
 *
 * @param action what statistics count by
 * @param version raised by every change, so that a task can say what it ran
 * @param fields of its own; one that runs a workflow may leave them to that
 * @param timeoutSeconds for one attempt
 * @param attempts how often the work may be started before a call fails
 * @param maxConcurrency how many calls may run at once, whoever runs them; null if it does not matter
 */
public record Ability(
        String id,
        String provider,
        String category,
        String capabilityKey,
        String action,
        int version,
        String displayName,
        String description,
        String status,
        String abilityType,
        @Nullable String workflowId,
        @Nullable String executorId,
        List<Field> fields,
        Tariff tariff,
        Routing routing,
        boolean requiresImage,
        boolean supportsMultipleImages,
        int maxOutputImages,
        int timeoutSeconds,
        int attempts,
        @Nullable Integer maxConcurrency,
        @Nullable Upstream upstream,
        Instant createdAt,
        Instant updatedAt) {

    private static final String BUILT_IN = "podi";

    /**
     * What a unit costs.
     *
     * @param isOwn whether somebody said so; else it is what an ability costs of which nobody did
     * @param list price of one unit for everybody
     * @param unitsFrom the input that says how many units a call orders, or {@link #PICTURES}; null if it is always one
     */
    public record Tariff(
            boolean isOwn,
            String currency,
            String unit,
            BigDecimal list,
            @Nullable BigDecimal discount,
            @Nullable String unitsFrom) {

        /** Each picture that is sent makes one of the result. */
        static final String PICTURES = "images";

        static final Tariff USUAL = new Tariff(false, "CNY", "per_image", new BigDecimal("0.30"), null, null);

        public BigDecimal unitPrice() {
            return discount == null ? list : discount;
        }

        public boolean isPerImage() {
            return unit.equals("per_image");
        }

        boolean isPerCall() {
            return unit.equals("per_call");
        }

        public boolean goesByPictures() {
            return PICTURES.equals(unitsFrom);
        }
    }

    /**
     * Where it may run.
     *
     * @param allowedExecutorIds none but these, where there are any; the preferred one first
     * @param tags what an executor must have
     */
    public record Routing(List<String> allowedExecutorIds, RoutingPolicy policy, List<String> tags) {}

    public boolean isActive() {
        return status.equals("active");
    }

    /** The built-in tools run in the task-worker itself; anything else needs an executor to run on. */
    public boolean isBuiltIn() {
        return provider.equals(BUILT_IN);
    }

    /** The executors that it names itself: the only ones that run a call which insists on none. */
    List<String> ownExecutorIds() {
        return executorId == null ? routing.allowedExecutorIds() : List.of(executorId);
    }

    public boolean runsWorkflow() {
        return abilityType.equals("comfyui") || abilityType.equals("workflow");
    }

    public Plan.Limits limits() {
        return new Plan.Limits(timeoutSeconds, attempts, maxOutputImages, maxConcurrency);
    }
}
