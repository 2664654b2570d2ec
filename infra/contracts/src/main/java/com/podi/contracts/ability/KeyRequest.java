package com.podi.contracts.ability;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a key of a provider.
 *
 * @param keyIds those that the plan names; any of the provider's if it names none
 * @param purpose to begin something, if nothing is said
 */
public record KeyRequest(
        @NotBlank String provider,
        List<String> keyIds,
        @Nullable Purpose purpose) {

    public enum Purpose {
        /** Counts as a use, for which the key must be free. */
        BEGIN,
        /** For work that was begun with this one key: counts as nothing, and is no matter of quotas and rests. */
        GO_ON
    }

    public KeyRequest {
        keyIds = keyIds == null ? List.of() : List.copyOf(keyIds);
    }

    public KeyRequest(String provider, List<String> keyIds) {
        this(provider, keyIds, Purpose.BEGIN);
    }

    public static KeyRequest toGoOn(String provider, String keyId) {
        return new KeyRequest(provider, List.of(keyId), Purpose.GO_ON);
    }
}
