package com.podi.ability.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesTest {

    private final Rates rates = new Rates(Map.of("usd", new BigDecimal("7.1")));

    @Test
    void aYuanIsAHundredPoints() {
        assertThat(rates.points(new BigDecimal("0.301"), "CNY")).isEqualTo(31);
    }

    @Test
    void anotherCurrencyCountsByItsRate() {
        assertThat(rates.knows("USD")).isTrue();
        assertThat(rates.points(new BigDecimal("0.04"), "USD")).isEqualTo(29);
    }

    @Test
    void whatHasNoRateHasNoPrice() {
        assertThat(rates.knows("EUR")).isFalse();
        assertThatCode(() -> rates.mustKnow(List.of("CNY", "USD"))).doesNotThrowAnyException();
        assertThatIllegalStateException()
                .isThrownBy(() -> rates.mustKnow(List.of("CNY", "EUR")))
                .withMessageContaining("podi.ability.pricing.rates has no EUR");
    }

    @Test
    void aRateIsAboveZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rates(Map.of("USD", BigDecimal.ZERO)));
    }
}
