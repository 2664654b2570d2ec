package com.podi.comfyclient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeVersionTest {

    @Test
    void numbersAreComparedAsNumbers() {
        assertThat(NodeVersion.of("0.3.77")).isLessThan(NodeVersion.of("0.4.0"));
        assertThat(NodeVersion.of("0.33.0")).isGreaterThan(NodeVersion.of("0.4.0"));
        assertThat(NodeVersion.of("v0.3.45-12-gabcdef")).isEqualByComparingTo(NodeVersion.of("0.3.45"));
        assertThat(NodeVersion.of("1.0")).isGreaterThan(NodeVersion.of("0.99.99"));
    }

    @Test
    void whatCannotBeReadIsOlderThanAllOthers() {
        assertThat(NodeVersion.of("unknown")).isLessThan(NodeVersion.of("0.0.1"));
        assertThat(NodeVersion.of("")).isLessThan(NodeVersion.of("0.0.1"));
        assertThat(NodeVersion.of("99999999999999.1.1")).isLessThan(NodeVersion.of("0.0.1"));
    }
}
