package com.podi.launcher;

import com.podi.parts.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a service as the JVM had them in memory after a start: the next start maps them instead of reading and
 * linking them, which halves its work. The JVM ignores an archive that does not fit the jars any more.
 */
record ClassArchive(Jdk jdk, Path file) {
    private static final int FIRST_WITH_CACHE = 25;

    static ClassArchive of(Jdk jdk, Path programs, String service) {
        String ending = jdk.major() >= FIRST_WITH_CACHE ? ".aot" : ".jsa";
        return new ClassArchive(
                jdk, programs.resolve("archives/jdk-" + jdk.major()).resolve(service + ending));
    }

    List<String> use() {
        return Files.exists(file) ? List.of(option("-XX:AOTCache=", "-XX:SharedArchiveFile=")) : List.of();
    }

    /** Makes the JVM write the archive when it ends. */
    List<String> write() {
        return List.of(option("-XX:AOTCacheOutput=", "-XX:ArchiveClassesAtExit="));
    }

    private String option(String cache, String archive) {
        return (jdk.major() >= FIRST_WITH_CACHE ? cache : archive) + file;
    }
}
