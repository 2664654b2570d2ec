package com.podi.comfyui.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DispatchPropertiesTest {

    private static final double MIDDLE = 0.5;

    private final DispatchProperties properties = properties(Duration.ofSeconds(30));

    @Test
    void whoIsAwayIsAskedLessAndLessOftenButNeverForgotten() {
        assertThat(properties.delayAfter(1, MIDDLE)).isEqualTo(Duration.ofSeconds(5));
        assertThat(properties.delayAfter(2, MIDDLE)).isEqualTo(Duration.ofSeconds(10));
        assertThat(properties.delayAfter(5, MIDDLE)).isEqualTo(Duration.ofSeconds(80));
        assertThat(properties.delayAfter(1_000_000, MIDDLE)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void thoseWhoFailedTogetherDoNotComeBackInStep() {
        assertThat(properties.delayAfter(1, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(properties.delayAfter(1, 1)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aManifestLiesBehindThePublicAddress() {
        assertThat(properties.manifest("manifest_1"))
                .isEqualTo(URI.create("https://podi.example/api/agent/manifests/manifest_1"));
    }

    @Test
    void aLeaseThatEndsBeforeThePushIsRefused() {
        assertThatThrownBy(() -> properties(Duration.ofSeconds(10))).hasMessageContaining("lease");
    }

    private static DispatchProperties properties(Duration lease) {
        return new DispatchProperties(
                URI.create("https://podi.example/"),
                8,
                Duration.ofSeconds(10),
                lease,
                Duration.ofSeconds(5),
                Duration.ofMinutes(5));
    }
}
