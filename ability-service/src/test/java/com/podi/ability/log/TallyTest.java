package com.podi.ability.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void nothingHasNeitherRateNorTimes() {
        assertThat(tally.metrics()).isEqualTo(new CallMetrics(0, 0, 0, 0, 0, null, null, null, Map.of(), 0));
    }

    @Test
    void onlyWhatWasCarriedOutCountsForTheRate() {
        calls("completed", 0, 3);
        calls("failed", 0, 1);
        calls("canceled", 0, 5);
        calls("rejected", 0, 7);

        CallMetrics metrics = tally.metrics();
        assertThat(metrics.count()).isEqualTo(16);
        assertThat(metrics.successRate()).isEqualTo(0.75, within(1e-9));
    }

    @Test
    void percentilesAreExactToATenth() {
        LongStream.rangeClosed(1, 10_000).forEach(ms -> calls("completed", bucket(ms), 1));
        calls("failed", bucket(1_000_000), 20_000);

        assertThat(tally.metrics().p50Ms()).isCloseTo(5_000L, Percentage.withPercentage(10));
        assertThat(tally.metrics().p95Ms()).isCloseTo(9_500L, Percentage.withPercentage(10));
    }

    @Test
    void costsOfDifferentCurrenciesAreNeverAdded() {
        tally.add(new Tally.Calls("completed", "CNY", 0, 1, new BigDecimal("0.10"), 10));
        tally.add(new Tally.Calls("completed", "CNY", 1, 1, new BigDecimal("0.20"), 20));
        tally.add(new Tally.Calls("completed", "USD", 0, 1, new BigDecimal("0.05"), 40));
        tally.add(new Tally.Calls("failed", "", 0, 1, BigDecimal.ZERO, 0));

        assertThat(tally.metrics().cost())
                .isEqualTo(Map.of("CNY", new BigDecimal("0.30"), "USD", new BigDecimal("0.05")));
        assertThat(tally.metrics().points()).isEqualTo(70);
    }

    private void calls(String status, int bucket, long count) {
        tally.add(new Tally.Calls(status, "", bucket, count, BigDecimal.ZERO, 0));
    }

    private static int bucket(long ms) {
        return (int) Math.floor(4 * Math.log(ms) / Math.log(2));
    }
}
