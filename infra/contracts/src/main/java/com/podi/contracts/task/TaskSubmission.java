package com.podi.contracts.task;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A task that a service submits for a user.
 *
 * @param inputs the fields of the ability's form
 * @param images pictures on the web, the main one first
 * @param metadata is kept with the task
 */
public record TaskSubmission(
        String abilityId, JsonNode inputs, List<TaskView.Image> images, Map<String, String> metadata) {

    public TaskSubmission {
        images = List.copyOf(images);
    }
}
