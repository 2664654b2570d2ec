package com.podi.ability.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthPropertiesTest {

    private final HealthProperties properties = new HealthProperties(
            Duration.ofSeconds(30),
            Duration.ofSeconds(3),
            2,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            3,
            0.5);

    @ParameterizedTest
    @CsvSource({"0, 30", "1, 2", "2, 10", "3, 20", "4, 40", "7, 300", "1000, 300"})
    void whoIsGoneIsTriedLessAndLessOften(int failures, long seconds) {
        assertThat(properties.untilNext(failures, 0.5)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void noTwoAreAskedInStep() {
        assertThat(properties.untilNext(0, 0)).isEqualTo(Duration.ofSeconds(24));
        assertThat(properties.untilNext(0, 1)).isEqualTo(Duration.ofSeconds(36));
    }
}
