package com.podi.launcher;

import java.nio.file.Path;
import java.util.List;

/**
 * What the process of a service is given besides, by a benchmark for example.
 *
 * @param classPath behind its own jar
 * @param options of the JVM, behind those that the launcher chooses
 * @param arguments of the service itself
 */
public record Addition(List<Path> classPath, List<String> options, List<String> arguments) {

    static final Addition NONE = new Addition(List.of(), List.of(), List.of());

    public Addition {
        classPath = List.copyOf(classPath);
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }
}
