package com.podi.ability.workflow;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An input of a node that may be set from outside.
 *
 * @param title what the author of the graph calls the node
 * @param value what it is unless somebody sets it
 * @param type of a field that would suit it
 */
record BindableInput(
        String node, String classType, @Nullable String title, String input, JsonNode value, String type) {}
