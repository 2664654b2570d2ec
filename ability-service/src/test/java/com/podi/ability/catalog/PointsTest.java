package com.podi.ability.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointsTest {

    @ParameterizedTest
    @CsvSource({"0.30, 30", "0.301, 31", "0.3, 30", "0, 0", "0.0001, 1", "12.34, 1234"})
    void aBegunPointCountsWhole(BigDecimal yuan, long points) {
        assertThat(Points.of(yuan)).isEqualTo(points);
    }
}
