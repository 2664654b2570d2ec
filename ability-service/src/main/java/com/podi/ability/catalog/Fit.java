package com.podi.ability.catalog;

import com.podi.ability.form.FieldType;
import com.podi.ability.workflow.Workflow;
import com.podi.contracts.ability.AbilityView.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the fields of an ability and the inputs of a workflow that it may run go together: each field goes somewhere,
 * each input that is bound can be given, and what the price counts by is there. Pictures need no field, since they may
 * come beside the inputs.
 */
final class Fit {

    private static final Set<FieldType> COUNTABLE = Set.of(FieldType.NUMBER, FieldType.INTEGER, FieldType.SELECT);

    private Fit() {}

    enum Flaw {
        FIELD_GOES_NOWHERE,
        INPUT_HAS_NO_FIELD,
        NOTHING_TO_COUNT_BY
    }

    /** @param name of the field or input */
    record Misfit(Flaw flaw, String name) {}

    static List<Misfit> misfits(Ability ability, Workflow workflow) {
        List<Misfit> found = new ArrayList<>();
        if (!ability.fields().isEmpty()) {
            Set<String> bound = names(workflow.fields());
            Set<String> own = names(ability.fields());
            own.stream()
                    .filter(name -> !bound.contains(name))
                    .forEach(name -> found.add(new Misfit(Flaw.FIELD_GOES_NOWHERE, name)));
            workflow.fields().stream()
                    .filter(field -> !own.contains(field.name()) && !isPicture(field))
                    .forEach(field -> found.add(new Misfit(Flaw.INPUT_HAS_NO_FIELD, field.name())));
        }
        List<Field> form = ability.fields().isEmpty() ? workflow.fields() : ability.fields();
        if (!canCount(ability.tariff(), form)) {
            found.add(new Misfit(Flaw.NOTHING_TO_COUNT_BY, ability.tariff().unitsFrom()));
        }
        return found;
    }

    /** Whether the form has the input that the price counts by, if it names one. */
    static boolean canCount(Ability.Tariff tariff, List<Field> form) {
        return tariff.unitsFrom() == null
                || tariff.goesByPictures()
                || form.stream()
                        .filter(field -> field.name().equals(tariff.unitsFrom()))
                        .anyMatch(field -> FieldType.of(field.type())
                                .filter(COUNTABLE::contains)
                                .isPresent());
    }

    private static boolean isPicture(Field field) {
        return FieldType.of(field.type()).filter(FieldType::isPicture).isPresent();
    }

    private static Set<String> names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
