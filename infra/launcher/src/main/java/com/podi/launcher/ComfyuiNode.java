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

/** A node for demonstrations, which runs workflows that need no model. */
record ComfyuiNode(Jdk jdk, Path jar, int port, Path directory, Path log) implements Part {

    static final String NAME = "comfyui-node";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public Program prepare() {
        if (!Files.exists(jar)) {
            throw new RefusedException("%s is missing: build the suite first.".formatted(jar));
        }
        List<String> command =
                jdk.java("-Xmx256m", "-Djava.awt.headless=true", "-jar", jar.toString(), "--port", "" + port);
        return new Program(NAME, command, Map.of(), directory, log);
    }

    @Override
    public Probe readiness() {
        return Probe.http(URI.create("http://127.0.0.1:%d/prompt".formatted(port)));
    }
}
