package com.podi.ability.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** {@code active ⇄ inactive} by administrators; {@code refused} when the provider has said so. */
enum ApiKeyStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("inactive")
    INACTIVE,
    @JsonProperty("refused")
    REFUSED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ApiKeyStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
