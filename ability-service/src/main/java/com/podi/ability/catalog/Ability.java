package com.podi.ability.catalog;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.ability.Plan;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something PODI can do.
 *
 * @param version raised by every change, so that a task can say what it ran
 * @param listPrice price of one unit for everybody
 */
public record Ability(
        String id,
        String provider,
        String category,
        String capabilityKey,
        String action,
        int version,
        String displayName,
        String description,
        String status,
        String abilityType,
        List<AbilityView.Field> fields,
        String currency,
        String unit,
        BigDecimal listPrice,
        @Nullable BigDecimal discountPrice,
        boolean requiresImage,
        boolean supportsMultipleImages,
        int maxOutputImages,
        int timeoutSeconds,
        int attempts) {

    public boolean isActive() {
        return status.equals("active");
    }

    public Plan.Limits limits() {
        return new Plan.Limits(timeoutSeconds, attempts, maxOutputImages, null);
    }

    AbilityView view() {
        return new AbilityView(
                id,
                provider,
                category,
                capabilityKey,
                action,
                version,
                displayName,
                description,
                status,
                abilityType,
                defaults(),
                new AbilityView.InputSchema(fields),
                new AbilityView.Metadata(
                        new AbilityView.Pricing(currency, unit, listPrice, discountPrice, Points.of(unitPrice()))),
                requiresImage,
                supportsMultipleImages,
                maxOutputImages);
    }

    public BigDecimal unitPrice() {
        return discountPrice == null ? listPrice : discountPrice;
    }

    private Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (AbilityView.Field field : fields) {
            if (field.defaultValue() != null) {
                defaults.put(field.name(), field.defaultValue());
            }
        }
        return defaults;
    }
}
