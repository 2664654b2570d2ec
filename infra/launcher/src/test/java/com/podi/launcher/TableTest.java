package com.podi.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void linesUpItsColumns() {
        Table table = new Table("component", "pid");
        table.add("s3", "17");
        table.add("comfyui-admin-service", "-");

        assertThat(table.toString().lines())
                .containsExactly("component              pid", "s3                     17", "comfyui-admin-service  -");
    }
}
