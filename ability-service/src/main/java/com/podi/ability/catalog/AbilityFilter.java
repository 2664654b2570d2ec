package com.podi.ability.catalog;

import jakarta.validation.constraints.Size;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which abilities are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the name or the id
 */
record AbilityFilter(
        @Nullable @Size(max = 64) String provider,
        @Nullable @Size(max = 64) String category,
        @Nullable @Size(max = 64) String abilityType,
        @Nullable @Size(max = 64) String action,
        @Nullable @Size(max = 100) String q) {

    boolean wants(Ability ability) {
        return (provider == null || provider.equals(ability.provider()))
                && (category == null || category.equals(ability.category()))
                && (abilityType == null || abilityType.equals(ability.abilityType()))
                && (action == null || action.equals(ability.action()))
                && (q == null
                        || (ability.id() + " " + ability.displayName())
                                .toLowerCase(Locale.ROOT)
                                .contains(q.toLowerCase(Locale.ROOT)));
    }
}
