package com.podi.ability.plan;

import com.podi.ability.catalog.Ability;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How many units a call orders. Of what is priced by call always one; of the others as many as the input says that the
 * price names, and one if it names none: several pictures to go by make one result no dearer.
 */
final class Units {

    private static final int SECONDS_OF_A_DAY = 86_400;

    private Units() {}

    /** @param pictures how many the call brings along */
    static int ordered(Ability ability, JsonNode inputs, int pictures) {
        Ability.Tariff tariff = ability.tariff();
        if (tariff.unitsFrom() == null) {
            return 1;
        }
        BigDecimal wanted =
                tariff.goesByPictures() ? BigDecimal.valueOf(pictures) : number(inputs.path(tariff.unitsFrom()));
        int most = tariff.isPerImage() ? ability.maxOutputImages() : SECONDS_OF_A_DAY;
        if (wanted == null || wanted.compareTo(BigDecimal.ONE) <= 0) {
            return 1;
        }
        if (wanted.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at(
                    tariff.unitsFrom(), new Text("不能大于" + most, "must not be more than " + most));
        }
        return wanted.setScale(0, RoundingMode.CEILING).intValueExact();
    }

    /** Choices are often written as texts. */
    private static @Nullable BigDecimal number(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        try {
            return value.isString() ? new BigDecimal(value.stringValue()) : null;
        } catch (NumberFormatException word) {
            return null;
        }
    }
}
