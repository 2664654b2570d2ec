package com.podi.benchmarks;

import com.podi.launcher.Addition;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What runs our services. */
public enum Jvm {
    /** As the launcher starts them: one compiler and a small heap, for many processes to start on few cores. */
    LAUNCHER(List.of()),
    /** With both compilers and a larger heap. */
    SERVER(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"));

    private final List<String> options;

    Jvm(List<String> options) {
        this.options = options;
    }

    /** Of every service of ours, besides those of the launcher. */
    public List<String> options() {
        return options;
    }

    /** For a suite whose services run so, by their names. */
    public Map<String, Addition> ofAllServices() {
        return Stream.of(
                        "registry",
                        "auth-service",
                        "media-service",
                        "wallet-service",
                        "ability-service",
                        "task-worker",
                        "comfyui-admin-service",
                        "coze-plugin-service",
                        "gateway")
                .collect(Collectors.toMap(Function.identity(), service -> new Addition(List.of(), options, List.of())));
    }
}
