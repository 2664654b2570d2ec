package com.podi.ability.audit;

import java.util.Locale;

/** What administrators look after. */
public enum Kind {
    ABILITY,
    EXECUTOR,
    WORKFLOW,
    WORKFLOW_BINDING,
    API_KEY;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
