package com.podi.taskworker.executor;

import com.podi.contracts.error.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;

/** Attempts for tests of executors that need no more of a task. */
public final class SomeExecution {

    private SomeExecution() {}

    /** @param progress told of the executor's own */
    public static Execution of(
            String capability,
            JsonNode inputs,
            Path picture,
            String contentType,
            Path directory,
            IntConsumer progress) {
        return new Execution(
                "task_1-1",
                "ability",
                capability,
                inputs,
                List.of(new Execution.Picture("image", picture, contentType)),
                null,
                null,
                1,
                Instant.now().plus(Duration.ofMinutes(1)),
                null,
                directory,
                reports(progress));
    }

    private static Reports reports(IntConsumer progress) {
        return new Reports() {
            @Override
            public void progress(int percent) {
                progress.accept(percent);
            }

            @Override
            public void log(Level level, Text line) {}

            @Override
            public void keep(String handle) {}
        };
    }
}
