package com.podi.comfydouble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The node's disk: {@code input}, {@code output} and {@code temp}. */
final class Folders {

    private static final Pattern ANNOTATED = Pattern.compile("(.*) \\[(input|output|temp)]");

    private final Path root;

    Folders() {
        try {
            root = Files.createTempDirectory("comfyui-node-double-");
            for (String type : new String[] {"input", "output", "temp"}) {
                Files.createDirectories(root.resolve(type));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isType(String type) {
        return type.equals("input") || type.equals("output") || type.equals("temp");
    }

    Path of(String type) {
        return root.resolve(type);
    }

    /** @return empty if it would lie outside */
    Optional<Path> within(String type, String relative) {
        Path folder = of(type);
        Path wanted = folder.resolve(relative.startsWith("/") ? relative.substring(1) : relative)
                .normalize();
        return wanted.startsWith(folder) ? Optional.of(wanted) : Optional.empty();
    }

    /** What LoadImage is told: a name below input, or one that says which folder it means. */
    Optional<Path> annotated(String name) {
        Matcher matcher = ANNOTATED.matcher(name);
        return matcher.matches() ? within(matcher.group(2), matcher.group(1)) : within("input", name);
    }

    /** @return the name under which the bytes now lie: another one if other bytes had this one */
    synchronized String store(Path folder, String name, byte[] bytes, boolean overwrite) throws IOException {
        Files.createDirectories(folder);
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        String ending = dot < 0 ? "" : name.substring(dot);
        String candidate = name;
        for (int number = 1; !overwrite && Files.exists(folder.resolve(candidate)); number++) {
            if (Arrays.equals(Files.readAllBytes(folder.resolve(candidate)), bytes)) {
                return candidate;
            }
            candidate = "%s (%d)%s".formatted(stem, number, ending);
        }
        Files.write(folder.resolve(candidate), bytes);
        return candidate;
    }

    /** Where the next pictures of a prefix go. */
    record Place(Path folder, String stem, String subfolder, int counter) {

        String name(int number) {
            return "%s_%05d_.png".formatted(stem.replace("%batch_num%", Integer.toString(number)), counter + number);
        }
    }

    Place next(String type, String prefix, int width, int height, LocalDateTime now) throws NodeFailure {
        String filled = prefix.replace("%width%", Integer.toString(width))
                .replace("%height%", Integer.toString(height))
                .replace("%year%", Integer.toString(now.getYear()))
                .replace("%month%", "%02d".formatted(now.getMonthValue()))
                .replace("%day%", "%02d".formatted(now.getDayOfMonth()))
                .replace("%hour%", "%02d".formatted(now.getHour()))
                .replace("%minute%", "%02d".formatted(now.getMinute()))
                .replace("%second%", "%02d".formatted(now.getSecond()));
        Path target = within(type, filled)
                .orElseThrow(() -> new NodeFailure(
                        "Exception", "**** ERROR: Saving image outside the output folder is not allowed."));
        Path folder = target.getParent();
        String stem = target.getFileName().toString();
        try {
            Files.createDirectories(folder);
            return new Place(folder, stem, of(type).relativize(folder).toString(), highest(folder, stem) + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counted from what lies there, so numbers come again after a clean-up. */
    private static int highest(Path folder, String stem) throws IOException {
        Pattern counted = Pattern.compile(Pattern.quote(stem) + "_(\\d+)_?.*");
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> counted.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    static String hash(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void wipeTemp() {
        delete(of("temp"));
        try {
            Files.createDirectories(of("temp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        delete(root);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
