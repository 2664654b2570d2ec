package com.podi.ability.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Plan.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form, and where in the graph its value goes.
 *
 * @param targets of several pictures each gets its own, in this order; of anything else all get the same
 */
record InputBinding(
        String name,
        String type,
        @Nullable String label,
        @Nullable String labelEn,
        @Nullable String description,
        @Nullable Boolean required,
        @JsonProperty("default") @Nullable Object defaultValue,
        @Nullable List<Option> options,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double step,
        List<Target> targets) {

    InputBinding {
        targets = targets == null ? List.of() : List.copyOf(targets);
    }

    Field field() {
        return new Field(name, type, label, labelEn, description, required, defaultValue, options, min, max, step);
    }

    Plan.Binding inPlan() {
        return new Plan.Binding(name, type, targets);
    }

    InputBinding withDefault(Object value) {
        return new InputBinding(
                name, type, label, labelEn, description, required, value, options, min, max, step, targets);
    }

    InputBinding withMax(double most) {
        return new InputBinding(
                name, type, label, labelEn, description, required, defaultValue, options, min, most, step, targets);
    }
}
