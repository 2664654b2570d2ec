package com.podi.ability.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.podi.contracts.ability.Names;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sets.
 *
 * @param id for a new one, if it shall not be made up
 * @param key in the open; read nowhere again. Absent in a change, it stays as it is
 * @param status absent in a change, it stays as it is; but a new key in the place of a refused one is active
 * @param dailyQuota uses a day (UTC); absent where nothing limits them
 * @param revision that was seen, if a change must not overwrite somebody else's
 */
record ApiKeyRequest(
        @Nullable @Pattern(regexp = Names.RECORD_ID) String id,
        @NotNull @Pattern(regexp = Names.PROVIDER) String provider,
        @NotBlank @Size(max = 100) String name,
        @Nullable @Size(min = 1, max = 4096) String key,
        @Nullable Status status,
        @Nullable @Min(1) @Max(1_000_000_000) Integer dailyQuota,
        @Nullable Instant expireAt,
        @Nullable Integer revision) {

    enum Status {
        @JsonProperty("active")
        ACTIVE,
        @JsonProperty("inactive")
        INACTIVE
    }

    @Nullable
    String statusWord() {
        return status == null ? null : status.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "ApiKeyRequest[" + provider + ", " + name + "]";
    }
}
