package com.podi.contracts.ability;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {

    private static final BigDecimal UNIT_PRICE = new BigDecimal("0.10");

    @ParameterizedTest
    @CsvSource({
        "per_image, 4, 40, 4, 40",
        "per_image, 4, 40, 3, 30",
        "per_image, 4, 40, 9, 40",
        "per_image, 4, 40, 0, 0",
        "per_image, 3, 10, 1, 4",
        "per_call, 1, 10, 0, 10",
        "per_call, 1, 10, 5, 10",
        "per_second, 8, 80, 1, 10",
        "per_second, 8, 80, 9, 80",
    })
    void picturesArePaidAsProducedSecondsAsUsedAndCallsAsCalled(
            String unit, int units, long points, int used, long charged) {
        Price price = new Price("CNY", unit, UNIT_PRICE, null, units, UNIT_PRICE, points);

        assertThat(price.pointsFor(used)).isEqualTo(charged);
    }
}
