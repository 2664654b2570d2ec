package com.podi.agent;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How ComfyUI is restarted is different on every machine: a command of its administrator's does it, or nobody. */
final class Restart {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> command;
    private final Path folder;

    Restart(List<String> command, Path folder) {
        this.command = command;
        this.folder = folder;
    }

    void run() throws ItemFailedException, InterruptedException {
        if (command.isEmpty()) {
            throw new ItemFailedException("UNSUPPORTED", "this agent has no command that restarts ComfyUI");
        }
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            throw new ItemFailedException("RESTART_FAILED", String.valueOf(failure.getMessage()));
        }
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new ItemFailedException("RESTART_FAILED", "not done within " + PATIENCE);
            }
            if (process.exitValue() != 0) {
                throw new ItemFailedException("RESTART_FAILED", "the command ended with " + process.exitValue());
            }
        } finally {
            process.destroy();
        }
    }
}
