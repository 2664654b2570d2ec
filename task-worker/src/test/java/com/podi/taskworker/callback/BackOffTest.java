package com.podi.taskworker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BackOffTest {

    private static final List<Duration> DELAYS = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1));

    @Test
    void waitsLongerEachTimeAndNotForEver() {
        BackOff backOff = new BackOff(DELAYS, () -> 0.5);

        assertThat(Stream.of(1, 2, 3).map(backOff::afterTry))
                .containsExactly(
                        Optional.of(Duration.ofSeconds(10)), Optional.of(Duration.ofMinutes(1)), Optional.empty());
    }

    @Test
    void noTwoOfManyComeBackAtTheSameMoment() {
        assertThat(new BackOff(DELAYS, () -> 0).afterTry(1)).contains(Duration.ofSeconds(8));
        assertThat(new BackOff(DELAYS, () -> 1).afterTry(1)).contains(Duration.ofSeconds(12));
    }

    @Test
    void eightTriesOverAboutADay() {
        CallbackProperties properties = new Binder(new MapConfigurationPropertySource())
                .bindOrCreate("podi.callbacks", Bindable.of(CallbackProperties.class));
        BackOff backOff = new BackOff(properties.delays(), () -> 0.5);

        List<Duration> delays = IntStream.rangeClosed(1, 8)
                .mapToObj(backOff::afterTry)
                .flatMap(Optional::stream)
                .toList();

        assertThat(delays).hasSize(7).isSorted();
        assertThat(delays.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(20), Duration.ofHours(26));
    }
}
