package com.podi.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The folder below which everything lies; nothing that a manifest says leads out of it. */
final class Root {

    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");

    private final Path folder;

    Root(Path folder) throws IOException {
        Files.createDirectories(folder);
        this.folder = folder.toRealPath();
    }

    Path folder() {
        return folder;
    }

    /** A file whose folder exists after this. */
    Path file(String destPath) throws ItemFailedException {
        String path = destPath.replace('\\', '/');
        boolean plain = !path.startsWith("/")
                && !DRIVE.matcher(path).matches()
                && path.chars().noneMatch(Character::isISOControl)
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
        if (!plain) {
            throw outside(destPath);
        }
        try {
            Path file = folder.resolve(path).normalize();
            if (!file.startsWith(folder) || !nearestExisting(file.getParent()).startsWith(folder)) {
                throw outside(destPath);
            }
            Files.createDirectories(file.getParent());
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new ItemFailedException("PATH_IS_FOLDER", "a folder lies at " + destPath);
            }
            return file;
        } catch (InvalidPathException impossible) {
            throw outside(destPath);
        } catch (IOException unwritable) {
            throw new ItemFailedException("IO_ERROR", "no folder for " + destPath + ": " + unwritable);
        }
    }

    /** Links are followed: one of them may lead out. */
    private static Path nearestExisting(Path path) throws IOException {
        Path existing = path;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        return existing.toRealPath();
    }

    private static ItemFailedException outside(String destPath) {
        return new ItemFailedException("PATH_OUTSIDE_ROOT", "leads out of the root: " + destPath);
    }
}
