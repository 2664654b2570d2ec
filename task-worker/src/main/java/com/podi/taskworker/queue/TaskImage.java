package com.podi.taskworker.queue;

/**
 * A picture that a task works on.
 *
 * @param name how the ability calls it; the main picture is {@code image}
 */
public record TaskImage(String name, String objectKey, String fileName, long sizeBytes) {}
