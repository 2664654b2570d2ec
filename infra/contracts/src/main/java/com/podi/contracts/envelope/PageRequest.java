package com.podi.contracts.envelope;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** The page a caller asks for, as query parameters {@code page} and {@code pageSize}. */
public record PageRequest(
        @Nullable @Min(1) @Max(1_000_000) Integer page,
        @Nullable @Min(1) @Max(100) Integer pageSize) {

    private static final int DEFAULT_SIZE = 20;

    public PageRequest {
        page = page == null ? Integer.valueOf(1) : page;
        pageSize = pageSize == null ? Integer.valueOf(DEFAULT_SIZE) : pageSize;
    }

    public long offset() {
        return (page - 1L) * pageSize;
    }
}
