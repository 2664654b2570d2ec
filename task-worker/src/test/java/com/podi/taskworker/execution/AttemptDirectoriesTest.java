package com.podi.taskworker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

class AttemptDirectoriesTest {

    @TempDir
    private Path parent;

    @Test
    void whatALostWorkerHasLeftBehindIsClearedAway() throws IOException {
        Path left = Files.createDirectories(parent.resolve("podi-tasks-1/attempt-1"));
        Files.writeString(left.resolve("input-1"), "a picture");
        Files.createFile(parent.resolve("podi-tasks-1/lock"));
        old(parent.resolve("podi-tasks-1"));

        AttemptDirectories directories = new AttemptDirectories(parent);

        assertThat(parent.resolve("podi-tasks-1")).doesNotExist();
        assertThat(directories.create()).isDirectory();
        directories.close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatBelongsToALivingWorkerOrToNoneStays() throws IOException {
        AttemptDirectories living = new AttemptDirectories(parent);
        Path attempt = living.create();
        old(attempt.getParent());
        Path beingMade = Files.createDirectory(parent.resolve("podi-tasks-2"));
        Path others = Files.createDirectory(parent.resolve("podi"));
        old(others);

        new AttemptDirectories(parent).close();

        assertThat(attempt).isDirectory();
        assertThat(beingMade).isDirectory();
        assertThat(others).isDirectory();
        living.close();
    }

    @Test
    void whoeverCleansUpTheMachineStopsNobody() throws IOException {
        AttemptDirectories directories = new AttemptDirectories(parent);
        FileSystemUtils.deleteRecursively(directories.create().getParent());

        Path attempt = directories.create();

        old(attempt.getParent());
        new AttemptDirectories(parent).close();
        assertThat(attempt).isDirectory();
        directories.close();
    }

    private static void old(Path directory) throws IOException {
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
}
