package com.podi.parts;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command line with its surroundings.
 *
 * @param environment added to the environment of this JVM
 * @param log receives both outputs; the log of the run before is kept beside it with the ending {@code .1}
 */
public record Program(String name, List<String> command, Map<String, String> environment, Path directory, Path log) {

    private static final boolean SETSID = Commands.succeeds("setsid", "true");

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Starts it in a session of its own, so that a Ctrl-C meant for us does not reach it. */
    public Child launch() {
        List<String> line = new ArrayList<>(command);
        if (SETSID) {
            line.add(0, "setsid");
        }
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return new Child(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Runs it to its end. */
    public void run() {
        int exitCode = launch().join(Duration.ofMinutes(5));
        if (exitCode != 0) {
            throw new PartFailedException(name, "ended with exit code " + exitCode, log);
        }
    }
}
