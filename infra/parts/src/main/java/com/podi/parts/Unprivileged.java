package com.podi.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A way to run a program that refuses root, as PostgreSQL does. */
enum Unprivileged {
    /** We are not root. */
    AS_WE_ARE(List.of()),
    /** In a user name space of its own, where it is nobody and our files are its files. */
    IN_OWN_NAME_SPACE(List.of("unshare", "-U")),
    /** As the user nobody, who must be able to reach the data. */
    AS_NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final int NOBODY = 65534;
    private final List<String> prefix;

    Unprivileged(List<String> prefix) {
        this.prefix = prefix;
    }

    static Unprivileged choose() {
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                return AS_WE_ARE;
            }
        } catch (IOException e) {
            return AS_WE_ARE;
        }
        return Commands.succeeds("unshare", "-U", "true") ? IN_OWN_NAME_SPACE : AS_NOBODY;
    }

    List<String> command(List<String> command) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command);
        return line;
    }

    /** Makes the path and what lies below it belong to whom the program runs as. */
    void own(Path path) {
        if (this != AS_NOBODY) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", NOBODY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hand %s over to nobody".formatted(path), e);
        }
    }
}
