package com.podi.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalFloorTest {

    private final RefusalFloor floor = new RefusalFloor(Duration.ofMillis(80));

    @Test
    void aRefusalTakesAtLeastAsLongAsTheFloor() {
        long began = System.nanoTime();

        assertThatThrownBy(() -> floor.under(() -> {
                    throw ErrorCode.BAD_CREDENTIALS.because("wrong");
                }))
                .isInstanceOf(PodiException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void aSuccessIsNotHeldBack() {
        RefusalFloor anHour = new RefusalFloor(Duration.ofHours(1));

        assertThat(anHour.<String>under(() -> "in")).isEqualTo("in");
    }
}
