package com.podi.taskworker.executor;

import org.jspecify.annotations.Nullable;

/**
 * What the work took, as far as it is known.
 *
 * @param model its name at the provider
 * @param units of the ability's price; null where counting the outputs, or the seconds, tells. Never more are charged than
 *     were agreed on at submit
 * @param seconds the provider counts, such as those of a video
 */
public record Usage(
        @Nullable String model,
        @Nullable Integer units,
        @Nullable Double seconds) {

    public static final Usage UNKNOWN = new Usage(null, null, null);

    public static Usage of(String model) {
        return new Usage(model, null, null);
    }
}
