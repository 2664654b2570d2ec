package com.podi.contracts.ability;

import jakarta.validation.constraints.NotBlank;
import java.util.List;

/**
 * Asks for a key of a provider; it counts as used once.
 *
 * @param keyIds those that the plan names; any of the provider's if it names none
 */
public record KeyRequest(@NotBlank String provider, List<String> keyIds) {

    public KeyRequest {
        keyIds = keyIds == null ? List.of() : List.copyOf(keyIds);
    }
}
