package com.podi.parts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of the parts as the build laid them out; several suites may run from one distribution. */
public final class Distribution {
    private static final Object LOCK = new Object();

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /** The distribution that a build of this checkout leaves behind. */
    public static Distribution of(Path checkout) {
        Path home = checkout.toAbsolutePath().resolve("target/podi/parts");
        if (!Files.isDirectory(home)) {
            throw new IllegalStateException("%s is missing: run mvn package in %s".formatted(home, checkout));
        }
        return new Distribution(home);
    }

    /** Does at once what is otherwise done at first use. */
    public void prepare(Jdk jdk) {
        postgres();
        keycloak(jdk);
    }

    String kafkaClassPath() {
        return home.resolve("kafka") + "/*";
    }

    String s3ClassPath() {
        return home.resolve("s3") + "/*";
    }

    /** PostgreSQL, unpacked at first use. */
    Path postgres() {
        return prepared("postgres/home", target -> unpack(home.resolve("postgres/postgres-linux-x86_64.txz"), target));
    }

    /** Keycloak, augmented for PostgreSQL at first use. */
    Path keycloak(Jdk jdk) {
        Path keycloak = home.resolve("keycloak");
        once(keycloak.resolve(".built"), () -> new Program(
                        "keycloak build",
                        List.of(
                                keycloak.resolve("bin/kc.sh").toString(),
                                "build",
                                "--db=postgres",
                                "--health-enabled=true",
                                "--metrics-enabled=true"),
                        Map.of("JAVA_HOME", jdk.home().toString()),
                        keycloak,
                        keycloak.resolve("build.log"))
                .run());
        return keycloak;
    }

    /** A directory in the distribution that is filled once per build; it may hold what a broken attempt left. */
    public Path prepared(String name, Filling filling) {
        Path directory = home.resolve(name);
        once(directory.resolve(".complete"), () -> filling.fill(directory));
        return directory;
    }

    /** Runs the work unless its marker is there, in one process at a time. */
    private void once(Path marker, Work work) {
        if (Files.exists(marker)) {
            return;
        }
        Path lockFile = marker.resolveSibling(marker.getFileName() + ".lock");
        synchronized (LOCK) {
            try {
                Files.createDirectories(marker.getParent());
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (!Files.exists(marker)) {
                        work.run();
                        Files.createFile(marker);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void unpack(Path archive, Path target) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = entry.resolveIn(target);
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                Files.deleteIfExists(path);
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** Fills a directory. */
    @FunctionalInterface
    public interface Filling {
        void fill(Path directory) throws IOException;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
