package com.podi.taskworker.history;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call of an ability has produced: the document's {@code AbilityInvokeResponse}.
 *
 * @param requestId the trace id of the call
 */
public record InvokeResponse(
        String abilityId,
        String provider,
        String status,
        @Nullable String requestId,
        String logId,
        long durationMs,
        List<Image> images,
        List<File> videos,
        List<String> texts,
        List<File> assets,
        Cost cost,
        Map<String, Object> metadata,
        @Nullable Object raw) {

    /** @param url a link, good for a day; null if the picture has been deleted; {@code ossUrl} is the same link */
    public record Image(
            @Nullable String url,
            @Nullable String ossUrl,
            String objectKey,
            int width,
            int height,
            String contentType,
            long size) {}

    /** @param url as that of a picture */
    public record File(
            @Nullable String url,
            @Nullable String ossUrl,
            String objectKey,
            String fileName,
            String contentType,
            long size) {}

    public record Cost(String currency, BigDecimal amount, long points) {}
}
