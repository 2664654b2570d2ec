package com.podi.comfyui.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a token is for: an agent's word about itself, or one task. */
public enum Scope {
    AGENT,
    TASK;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst();
    }
}
