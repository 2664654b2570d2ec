package com.podi.ability.catalog;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param rates what one unit of a currency is worth in yuan, by its code; nothing can be priced in any other */
@ConfigurationProperties("podi.ability.pricing")
public record Rates(@DefaultValue Map<String, BigDecimal> rates) {

    private static final String YUAN = "CNY";

    public Rates {
        Map<String, BigDecimal> byCode = new TreeMap<>();
        rates.forEach((code, rate) -> {
            if (rate.signum() <= 0) {
                throw new IllegalArgumentException("podi.ability.pricing.rates: %s must be above 0".formatted(code));
            }
            byCode.put(code.toUpperCase(Locale.ROOT), rate);
        });
        byCode.put(YUAN, BigDecimal.ONE);
        rates = Map.copyOf(byCode);
    }

    boolean knows(String currency) {
        return rates.containsKey(currency);
    }

    /** @throws IllegalStateException if the rate was taken away since something was priced by it */
    void mustKnow(Collection<String> currencies) {
        currencies.stream().filter(currency -> !knows(currency)).findFirst().ifPresent(unknown -> {
            throw new IllegalStateException(
                    "podi.ability.pricing.rates has no %s, which abilities are priced in".formatted(unknown));
        });
    }

    public long points(BigDecimal amount, String currency) {
        return Points.of(amount.multiply(rates.get(currency)));
    }
}
