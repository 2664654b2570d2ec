package com.podi.launcher;

import com.podi.parts.Jdk;
import com.podi.parts.Part;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of our own services. */
record SpringService(String name, Jdk jdk, Path jar, int port, Path directory, Path log, Map<String, String> variables)
        implements Part {

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public Program prepare() {
        if (!Files.exists(jar)) {
            throw new RefusedException("%s is missing: build the suite first.".formatted(jar));
        }
        return new Program(
                name,
                jdk.java(
                        "-Xmx192m",
                        "-XX:MaxMetaspaceSize=256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData",
                        "-jar",
                        jar.toString()),
                variables,
                directory,
                log);
    }

    @Override
    public Probe readiness() {
        return Probe.http(URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port)));
    }
}
