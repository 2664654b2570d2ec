package com.podi.taskworker.queue;

import org.jspecify.annotations.Nullable;

/**
 * A picture that a task works on; it lies in our store, or somewhere else until the task runs.
 *
 * @param name how the ability calls it; the main picture is {@code image}
 * @param objectKey where it lies in our store
 * @param sealedUrl where else it is to be fetched; sealed, since such addresses often carry signatures
 */
public record TaskImage(
        String name, @Nullable String objectKey, byte @Nullable [] sealedUrl, String fileName, long sizeBytes) {

    public static TaskImage stored(String name, String objectKey, String fileName, long sizeBytes) {
        return new TaskImage(name, objectKey, null, fileName, sizeBytes);
    }

    /** Its size is not known before it is fetched. */
    public static TaskImage elsewhere(String name, byte[] sealedUrl, String fileName) {
        return new TaskImage(name, null, sealedUrl, fileName, 0);
    }
}
