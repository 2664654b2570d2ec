package com.podi.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void helpListsTheCommands(String help) {
        assertThat(line.execute(help)).isZero();
        assertThat(out.toString()).contains("up", "down", "status", "logs", "restart", "reset", "demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "logs", "restart", "reset", "demo"})
    void everyCommandExplainsItself(String command) {
        assertThat(line.execute(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: podi " + command);
    }

    @Test
    void whatIsNoCommandIsRefused() {
        assertThat(line.execute("upp")).isEqualTo(2);
        assertThat(err.toString()).contains("upp");
    }
}
