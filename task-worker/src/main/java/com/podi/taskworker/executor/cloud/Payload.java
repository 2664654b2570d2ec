package com.podi.taskworker.executor.cloud;

import com.podi.starter.http.HttpContent;
import com.podi.taskworker.executor.Execution.Picture;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of a call in pieces: text, and pictures that are read from their files while they are sent. */
public final class Payload implements HttpContent {

    private enum As {
        IT_IS,
        BASE64,
        /** With the characters escaped that mean something in a form. */
        BASE64_IN_A_FORM
    }

    private sealed interface Piece {}

    private record Text(byte[] bytes) implements Piece {}

    private record Bytes(Path file, As as) implements Piece {}

    private final String type;
    private final List<Piece> pieces;
    private final long length;

    private Payload(String type, List<Piece> pieces) {
        this.type = type;
        this.pieces = List.copyOf(pieces);
        this.length = this.pieces.stream().mapToLong(Payload::lengthOf).sum();
    }

    public static Payload json(JsonNode body, Pictures pictures) {
        return new Payload("application/json", split(body.toString(), pictures, As.BASE64));
    }

    public static Payload form(Map<String, String> fields, Pictures pictures) {
        String text = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return new Payload("application/x-www-form-urlencoded", split(text, pictures, As.BASE64_IN_A_FORM));
    }

    /** @param files by the names of their fields, in this order */
    public static Payload multipart(Map<String, String> fields, List<Map.Entry<String, Picture>> files) {
        String boundary = "podi-" + UUID.randomUUID();
        List<Piece> pieces = new ArrayList<>();
        fields.forEach((name, value) -> pieces.add(text(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(boundary, name, value))));
        for (Map.Entry<String, Picture> file : files) {
            Picture picture = file.getValue();
            pieces.add(text("""
                    --%s\r
                    Content-Disposition: form-data; name="%s"; filename="picture-%d.%s"\r
                    Content-Type: %s\r
                    \r
                    """.formatted(
                    boundary, file.getKey(), pieces.size(), ending(picture.contentType()), picture.contentType())));
            pieces.add(new Bytes(picture.file(), As.IT_IS));
            pieces.add(text("\r\n"));
        }
        pieces.add(text("--%s--\r\n".formatted(boundary)));
        return new Payload("multipart/form-data; boundary=" + boundary, pieces);
    }

    public static String ending(String contentType) {
        String subtype = contentType.substring(contentType.indexOf('/') + 1);
        return subtype.equals("jpeg") ? "jpg" : subtype;
    }

    private static List<Piece> split(String text, Pictures pictures, As as) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        Map<String, Picture> places = pictures.places();
        while (!places.isEmpty()) {
            int start = from;
            String next = places.keySet().stream()
                    .filter(place -> text.indexOf(place, start) >= 0)
                    .min((one, other) -> text.indexOf(one, start) - text.indexOf(other, start))
                    .orElse(null);
            if (next == null) {
                break;
            }
            int at = text.indexOf(next, from);
            pieces.add(text(text.substring(from, at)));
            pieces.add(new Bytes(places.get(next).file(), as));
            from = at + next.length();
        }
        pieces.add(text(text.substring(from)));
        return pieces;
    }

    private static Text text(String text) {
        return new Text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static long lengthOf(Piece piece) {
        try {
            if (piece instanceof Text text) {
                return text.bytes().length;
            }
            Bytes bytes = (Bytes) piece;
            long size = Files.size(bytes.file());
            return switch (bytes.as()) {
                case IT_IS -> size;
                case BASE64 -> (size + 2) / 3 * 4;
                case BASE64_IN_A_FORM -> {
                    Counting counting = new Counting();
                    write(bytes, counting);
                    yield counting.count;
                }
            };
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (Piece piece : pieces) {
            if (piece instanceof Text text) {
                out.write(text.bytes());
            } else {
                write((Bytes) piece, out);
            }
        }
    }

    private static void write(Bytes bytes, OutputStream out) throws IOException {
        switch (bytes.as()) {
            case IT_IS -> Files.copy(bytes.file(), out);
            case BASE64 -> encode(bytes.file(), new Open(out));
            case BASE64_IN_A_FORM -> encode(bytes.file(), new Escaping(out));
        }
    }

    private static void encode(Path file, OutputStream out) throws IOException {
        // Closing writes the last characters, and must close nothing else.
        try (OutputStream encoder = Base64.getEncoder().wrap(new BufferedOutputStream(out))) {
            Files.copy(file, encoder);
        }
    }

    private static final class Open extends FilterOutputStream {

        private Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static final class Escaping extends FilterOutputStream {

        private Escaping(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            byte[] escaped = new byte[count * 3];
            int length = 0;
            for (int at = offset; at < offset + count; at++) {
                String escape = escape(bytes[at]);
                if (escape == null) {
                    escaped[length++] = bytes[at];
                } else {
                    for (int i = 0; i < 3; i++) {
                        escaped[length++] = (byte) escape.charAt(i);
                    }
                }
            }
            out.write(escaped, 0, length);
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        private static @Nullable String escape(byte character) {
            return switch (character) {
                case '+' -> "%2B";
                case '/' -> "%2F";
                case '=' -> "%3D";
                default -> null;
            };
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static final class Counting extends OutputStream {

        private long count;

        @Override
        public void write(int single) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
