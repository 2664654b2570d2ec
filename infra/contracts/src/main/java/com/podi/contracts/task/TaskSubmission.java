package com.podi.contracts.task;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task that a service submits for a user.
 *
 * @param inputs the fields of the ability's form
 * @param images the main one first
 * @param metadata is kept with the task
 */
public record TaskSubmission(String abilityId, JsonNode inputs, List<Picture> images, Map<String, String> metadata) {

    public TaskSubmission {
        images = List.copyOf(images);
    }

    /**
     * @param name the field of the form that it is for; null if there is none
     * @param url where it is on the web
     */
    public record Picture(@Nullable String name, String url) {}
}
