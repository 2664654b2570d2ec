package com.podi.launcher;

import com.podi.parts.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a suite runs and what its user has set.
 *
 * @param checkout holds the programs, under {@code target/podi}
 * @param data holds everything that the suite writes
 * @param environment variables as the README names them, {@code PODI_PORT} among them
 */
public record SuiteSettings(Path checkout, Path data, Jdk jdk, Map<String, String> environment) {
    /** How many ports a suite takes, from {@code PODI_PORT} on. */
    public static final int PORTS = 16;

    static final String DEFAULT_ADMIN_PASSWORD = "Admin123";
    static final String DEFAULT_TOKEN_LIFE = "86400";

    public SuiteSettings {
        checkout = checkout.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
        environment = Map.copyOf(environment);
    }

    /** What the user of the command line has set. */
    static SuiteSettings ofProcess(Path checkout) {
        Map<String, String> environment = System.getenv();
        Path data = Path.of(
                environment.getOrDefault("PODI_DATA", checkout.resolve(".podi").toString()));
        return new SuiteSettings(checkout, data, Jdk.current(), environment);
    }

    /** Whether a ComfyUI node belongs to the suite; it does as long as the data know of it. */
    boolean hasComfyui() {
        return Files.exists(comfyuiMark());
    }

    void addComfyui() {
        try {
            Files.createDirectories(data);
            Files.writeString(comfyuiMark(), "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + data, e);
        }
    }

    private Path comfyuiMark() {
        return data.resolve("with-comfyui");
    }

    int port(int offset) {
        String first = environment.getOrDefault("PODI_PORT", "8099");
        try {
            return Integer.parseInt(first) + offset;
        } catch (NumberFormatException e) {
            throw new RefusedException("PODI_PORT must be a number, not \"%s\".".formatted(first));
        }
    }

    URI url(int offset) {
        return URI.create("http://127.0.0.1:" + port(offset));
    }

    /** What of the user's environment is meant for the services. */
    Map<String, String> passedOn() {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("PODI_")
                        || variable.getKey().startsWith("ABILITY_")
                        || variable.getKey().startsWith("COZE_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Path programs() {
        return checkout.resolve("target/podi");
    }

    Path log(String name) {
        return data.resolve("log").resolve(name + ".log");
    }

    Path dataOf(String part) {
        return data.resolve("data").resolve(part);
    }
}
