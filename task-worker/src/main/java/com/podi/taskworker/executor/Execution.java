package com.podi.taskworker.executor;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;

/**
 * One attempt at a task, as an executor sees it.
 *
 * @param capability what the provider is asked for, such as {@code upscale}
 * @param inputs checked and complete
 * @param pictures in the order in which the client sent them
 * @param directory where the executor may write; it is deleted afterwards
 * @param progress takes percentages of the executor's own work
 */
public record Execution(
        String capability, JsonNode inputs, List<Picture> pictures, Path directory, IntConsumer progress) {

    /** An input picture, fetched. */
    public record Picture(String name, Path file, String contentType) {}

    public Execution {
        pictures = List.copyOf(pictures);
    }
}
