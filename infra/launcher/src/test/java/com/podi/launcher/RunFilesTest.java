package com.podi.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.parts.Child;
import com.podi.parts.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    @TempDir
    private Path directory;

    private Path log;
    private Child child;
    private RunFiles files;

    @BeforeEach
    void start() {
        log = directory.resolve("sleeper.log");
        child = new Program("sleeper", List.of("sleep", "60"), Map.of(), directory, log).launch();
        files = new RunFiles(directory.resolve("run"));
    }

    @AfterEach
    void stop() {
        child.kill();
    }

    @Test
    void aLaterCommandFindsTheProcess() {
        files.started(child);

        assertThat(new RunFiles(directory.resolve("run")).find("sleeper", log).map(Child::pid))
                .contains(child.pid());
    }

    @Test
    void aDeadProcessIsMissedUntilItsEndWasMeant() {
        files.started(child);
        child.kill();

        assertThat(files.find("sleeper", log)).isEmpty();
        assertThat(files.isExpected("sleeper")).isTrue();

        files.stopping("sleeper");
        assertThat(files.isExpected("sleeper")).isFalse();
    }

    @Test
    void aStrangerWithTheSameNumberIsNotTouched() throws IOException {
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(
                directory.resolve("run/sleeper.pid"),
                ProcessHandle.current().pid() + " " + child.startedAt().minusSeconds(3600));

        assertThat(files.find("sleeper", log)).isEmpty();
    }

    @Test
    void aTornFileSaysNothing() throws IOException {
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(directory.resolve("run/sleeper.pid"), "12");

        assertThat(files.find("sleeper", log)).isEmpty();
    }
}
