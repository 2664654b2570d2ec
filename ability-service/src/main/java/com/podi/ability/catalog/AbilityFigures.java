package com.podi.ability.catalog;

import java.util.Optional;

/** How abilities have fared lately. */
public interface AbilityFigures {

    /**
     * @param successRate completed calls among those that were carried out, from 0 to 1
     * @param avgDurationMs of the completed ones
     */
    record Figures(double successRate, long avgDurationMs) {}

    /** Empty where nobody has called it lately. */
    Optional<Figures> of(String abilityId);
}
