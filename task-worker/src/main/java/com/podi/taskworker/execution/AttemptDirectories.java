package com.podi.taskworker.execution;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Where attempts write. Each process has a directory of its own and keeps a lock on it: what those have left behind that
 * were killed is cleared away by whoever starts next.
 */
@Component
class AttemptDirectories {

    private static final Logger log = LoggerFactory.getLogger(AttemptDirectories.class);

    private static final String PREFIX = "podi-tasks-";
    private static final String LOCK = "lock";
    /** Longer than anybody takes from making his directory to locking it. */
    private static final Duration NEW = Duration.ofMinutes(1);

    private final Path own;
    private FileChannel locked;

    @Autowired
    AttemptDirectories() throws IOException {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    AttemptDirectories(Path parent) throws IOException {
        clear(parent);
        own = Files.createTempDirectory(parent, PREFIX);
        locked = open(own);
        locked.lock();
    }

    /** Those who clean up the temporary files of a machine may have come by meanwhile. */
    synchronized Path create() throws IOException {
        if (!Files.exists(own.resolve(LOCK))) {
            Files.createDirectories(own);
            locked.close();
            locked = open(own);
            locked.lock();
        }
        return Files.createTempDirectory(own, "attempt-");
    }

    private static FileChannel open(Path directory) throws IOException {
        return FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void clear(Path parent) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : all) {
                clearIfAbandoned(directory);
            }
        } catch (IOException failure) {
            log.warn("not cleared: {}", parent, failure);
        }
    }

    private static void clearIfAbandoned(Path directory) throws IOException {
        if (Files.getLastModifiedTime(directory)
                .toInstant()
                .isAfter(Instant.now().minus(NEW))) {
            return;
        }
        try (FileChannel channel = open(directory);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                FileSystemUtils.deleteRecursively(directory);
                log.info("cleared what a lost worker has left behind: {}", directory);
            }
        } catch (OverlappingFileLockException ours) {
            // Another one in this process.
        }
    }

    @PreDestroy
    synchronized void close() throws IOException {
        locked.close();
        FileSystemUtils.deleteRecursively(own);
    }
}
