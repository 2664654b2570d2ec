package com.podi.media.download;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** @param ttl in seconds */
record DownloadRequest(
        @NotBlank @Size(max = 512) @Pattern(regexp = "\\P{Cntrl}*")
        String objectKey,

        @Nullable @Min(1) @Max(3600) Integer ttl) {

    private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

    Duration duration() {
        return ttl == null ? DEFAULT_TTL : Duration.ofSeconds(ttl);
    }
}
