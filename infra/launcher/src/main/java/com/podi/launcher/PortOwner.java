package com.podi.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out who listens on a port, as far as Linux tells us. */
final class PortOwner {
    private static final String LISTEN = "0A";

    private PortOwner() {}

    static Optional<ProcessHandle> of(int port) {
        Set<String> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> listening(Path.of(table), port))
                .map("socket:[%s]"::formatted)
                .collect(Collectors.toSet());
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .filter(process -> holdsAny(process.pid(), sockets))
                        .findFirst();
    }

    private static Stream<String> listening(Path table, int port) {
        try {
            return listening(Files.readString(table), port);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** The socket numbers of those who listen on the port, from a table of {@code /proc/net}. */
    static Stream<String> listening(String table, int port) {
        String address = ":%04X".formatted(port);
        return table.lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9
                        && fields[1].toUpperCase(Locale.ROOT).endsWith(address)
                        && fields[3].equals(LISTEN))
                .map(fields -> fields[9]);
    }

    private static boolean holdsAny(long pid, Set<String> sockets) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(file).toString());
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            return false;
        }
    }
}
