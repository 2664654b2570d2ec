package com.podi.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {

    @Test
    void readsAFieldInBytes() {
        String rollup = """
                55e3c6a8c000-7ffd1b5f2000 ---p 00000000 00:00 0                          [rollup]
                Rss:              123456 kB
                Pss:               98765 kB
                Pss_Anon:          90000 kB
                """;

        assertThat(Memory.kibibytes(rollup, "Pss")).hasValue(98765L * 1024);
    }

    @Test
    void knowsNothingOfAMissingField() {
        assertThat(Memory.kibibytes("Rss: 1 kB\n", "Pss")).isEmpty();
    }
}
