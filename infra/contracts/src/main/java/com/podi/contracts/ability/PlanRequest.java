package com.podi.contracts.ability;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks how a call of an ability is to be carried out.
 *
 * @param inputs as the client sent them
 * @param imageCount how many pictures the client sent along
 * @param executorId the executor the client insists on
 */
public record PlanRequest(
        @NotNull JsonNode inputs,
        @PositiveOrZero int imageCount,
        @Nullable @Size(max = 64) String executorId) {}
