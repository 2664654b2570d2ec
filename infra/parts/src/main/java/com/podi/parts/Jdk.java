package com.podi.parts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java installation that runs the Java parts. */
public record Jdk(Path home, int major) {

    /** The one that runs this JVM. */
    public static Jdk current() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** A command line up to the heap: made for many small processes on few cores. */
    public List<String> java(String... options) {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-Dfile.encoding=UTF-8"));
        if (major >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(options));
        return command;
    }
}
