package com.podi.comfydouble;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Files as the node gives them out. */
final class View {

    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png", "jpg", "image/jpeg", "jpeg", "image/jpeg", "webp", "image/webp", "gif", "image/gif");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Folders folders;
    private final Release release;

    View(Folders folders, Release release) {
        this.folders = folders;
        this.release = release;
    }

    Answer of(Map<String, String> query, @Nullable String range) throws IOException {
        String name = query.getOrDefault("filename", "");
        String type = query.getOrDefault("type", "output");
        if (name.isEmpty() || name.startsWith("/") || name.contains("..") || !Folders.isType(type)) {
            return Answer.empty(400);
        }
        Optional<Path> folder = folders.within(type, query.getOrDefault("subfolder", ""));
        if (folder.isEmpty()) {
            return Answer.empty(403);
        }
        // Directories in the name are dropped.
        Path file = folder.get().resolve(Path.of(name).getFileName());
        if (!Files.isRegularFile(file)) {
            return Answer.empty(404);
        }
        if (query.containsKey("preview")) {
            return preview(file, query.get("preview"));
        }
        if (query.containsKey("channel")) {
            BufferedImage picture = ImageIO.read(file.toFile());
            byte[] bytes = Pictures.encoded(
                    query.get("channel").equals("a") ? Pictures.mask(picture) : Pictures.colours(picture), "png");
            return new Answer(200, "image/png", bytes, Map.of());
        }
        return whole(file, range);
    }

    private static Answer preview(Path file, String wanted) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
        return new Answer(200, "image/jpeg", Pictures.encoded(Pictures.colours(picture), "jpeg"), Map.of());
    }

    private Answer whole(Path file, @Nullable String range) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Disposition", "filename=\"" + name + "\"");
        headers.put(
                "ETag",
                "\"" + Long.toHexString(Files.getLastModifiedTime(file).toMillis()) + "-" + bytes.length + "\"");
        if (release.since(0, 28)) {
            headers.put("X-Content-Type-Options", "nosniff");
        }
        String type = TYPES.getOrDefault(ending, "application/octet-stream");
        Matcher part = range == null ? null : RANGE.matcher(range);
        if (part != null && part.matches()) {
            int from = Math.min(bytes.length, Integer.parseInt(part.group(1)));
            int to = part.group(2).isEmpty()
                    ? bytes.length
                    : Math.min(bytes.length, Integer.parseInt(part.group(2)) + 1);
            headers.put("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, bytes.length));
            return new Answer(206, type, Arrays.copyOfRange(bytes, from, to), headers);
        }
        return new Answer(200, type, bytes, headers);
    }
}
