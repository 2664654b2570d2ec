package com.podi.launcher;

import com.podi.parts.Jdk;
import com.podi.parts.Part;
import com.podi.parts.Probe;
import com.podi.parts.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of our own services. */
record SpringService(
        String name,
        Jdk jdk,
        Path jar,
        ClassArchive archive,
        int port,
        Path directory,
        Path log,
        Map<String, String> variables,
        Addition addition)
        implements Part {

    /** Another process of the same service, on a port of its own. */
    SpringService replica(String replicaName, int replicaPort, Path replicaLog) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put("PODI_PORT_SELF", Integer.toString(replicaPort));
        return new SpringService(replicaName, jdk, jar, archive, replicaPort, directory, replicaLog, changed, addition);
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public Program prepare() {
        return program(archive.use(), log);
    }

    /** Starts up to the point where it would take requests, writes its class archive and ends. */
    Program rehearsal() {
        List<String> options = new ArrayList<>(archive.write());
        options.add("-Dspring.context.exit=onRefresh");
        return program(options, archive.file().resolveSibling(name + ".log"));
    }

    private Program program(List<String> options, Path output) {
        if (!Files.exists(jar)) {
            throw new RefusedException("%s is missing: build the suite first.".formatted(jar));
        }
        List<String> command = new ArrayList<>(
                jdk.java("-Xmx192m", "-XX:MaxMetaspaceSize=256m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData"));
        command.addAll(options);
        command.addAll(addition.options());
        command.addAll(what());
        command.addAll(addition.arguments());
        return new Program(name, command, variables, directory, output);
    }

    private List<String> what() {
        if (addition.classPath().isEmpty()) {
            return List.of("-jar", jar.toString());
        }
        String classPath = Stream.concat(Stream.of(jar), addition.classPath().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return List.of("-cp", classPath, mainClass());
    }

    private String mainClass() {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }

    @Override
    public Probe readiness() {
        return Probe.http(URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port)));
    }
}
