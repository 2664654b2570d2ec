package com.podi.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    @TempDir
    private Path directory;

    @Test
    void isFoundAgainByNumberAndStart() {
        Child child = launch("sleep 60");
        try {
            assertThat(Child.find("sleeper", child.pid(), child.startedAt(), child.log()))
                    .isPresent();
        } finally {
            child.stop(Duration.ofSeconds(5));
        }
        assertThat(Child.find("sleeper", child.pid(), child.startedAt(), child.log()))
                .isEmpty();
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotFound() {
        ProcessHandle self = ProcessHandle.current();

        assertThat(Child.find(
                        "other",
                        self.pid(),
                        self.info().startInstant().orElseThrow().minusSeconds(60),
                        directory))
                .isEmpty();
    }

    @Test
    void thatDoesNotListenIsKilled() {
        Child child = launch("trap '' TERM; echo ready; while true; do sleep 0.1; done");
        child.await(() -> child.log().toFile().length() > 0, Duration.ofSeconds(5));

        child.stop(Duration.ofMillis(300));

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void thatEndsBeforeItIsReadyIsReportedWithItsLog() {
        Child child = launch("exit 3");

        assertThatThrownBy(() -> child.await(() -> false, Duration.ofSeconds(10)))
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("child.log");
    }

    @Test
    void theLeashEndsWhatIsOnIt() {
        Child child = launch("sleep 60");
        try (Leash leash = new Leash(directory.resolve("nothing"))) {
            leash.hold(child);
        }

        assertThat(child.endsWithin(Duration.ofSeconds(1))).isTrue();
    }

    private Child launch(String script) {
        return new Program("child", List.of("sh", "-c", script), Map.of(), directory, directory.resolve("child.log"))
                .launch();
    }
}
