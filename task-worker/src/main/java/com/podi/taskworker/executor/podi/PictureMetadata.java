package com.podi.taskworker.executor.podi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a picture says of itself into its file, beside the pixels: these are copied as they are, coded.
 *
 * @param density null leaves the one that is there
 * @param profile null leaves the one that is there
 */
record PictureMetadata(@Nullable Density density, byte @Nullable [] profile) {

    private static final int LONGEST_SEGMENT = 65_533;

    boolean isNothing() {
        return density == null && profile == null;
    }

    /** @throws IllegalArgumentException if the format has no place for it */
    void write(Path from, Path to) throws IOException {
        Bytes bytes = Bytes.of(from);
        List<Piece> pieces =
                switch (PictureHeaders.read(bytes).format()) {
                    case PNG -> png(bytes);
                    case JPEG -> jpeg(bytes);
                    case WEBP -> webp(bytes.littleEndian());
                    case TIFF -> tiff(bytes);
                    case GIF -> throw new IllegalArgumentException("GIF has no density");
                };
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (Piece piece : pieces) {
                piece.write(in, out);
            }
        }
    }

    /** A part of the result: new, or a range of what was there. */
    private record Piece(byte @Nullable [] made, long at, long length) {

        static Piece made(byte[] bytes) {
            return new Piece(bytes, 0, bytes.length);
        }

        static Piece copied(long from, long to) {
            return new Piece(null, from, to - from);
        }

        void write(FileChannel in, FileChannel out) throws IOException {
            if (made != null) {
                out.write(ByteBuffer.wrap(made));
                return;
            }
            long done = 0;
            while (done < length) {
                done += in.transferTo(at + done, length - done, out);
            }
        }
    }

    private List<Piece> png(Bytes bytes) {
        long afterHeader = 8 + 12 + bytes.u32(8);
        List<Piece> pieces = new ArrayList<>(List.of(Piece.copied(0, afterHeader)));
        if (profile != null) {
            pieces.add(Piece.made(pngChunk("iCCP", deflated(profile))));
        }
        if (density != null) {
            pieces.add(Piece.made(pngChunk("pHYs", perMetre(density))));
        }
        long kept = afterHeader;
        long at = afterHeader;
        while (!bytes.has(at + 4, "IDAT")) {
            long next = at + 12 + bytes.u32(at);
            boolean replaced = density != null && bytes.has(at + 4, "pHYs")
                    || profile != null && (bytes.has(at + 4, "iCCP") || bytes.has(at + 4, "sRGB"));
            if (replaced) {
                pieces.add(Piece.copied(kept, at));
                kept = next;
            }
            at = next;
        }
        pieces.add(Piece.copied(kept, bytes.size()));
        return pieces;
    }

    private static byte[] perMetre(Density density) {
        return ByteBuffer.allocate(9)
                .putInt((int) Math.round(density.horizontal() * Density.INCHES_PER_METRE))
                .putInt((int) Math.round(density.vertical() * Density.INCHES_PER_METRE))
                .put((byte) 1)
                .array();
    }

    private static byte[] deflated(byte[] profile) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes("icc\0\0".getBytes(StandardCharsets.ISO_8859_1));
        Deflater deflater = new Deflater();
        deflater.setInput(profile);
        deflater.finish();
        byte[] chunk = new byte[8192];
        while (!deflater.finished()) {
            data.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return data.toByteArray();
    }

    private static byte[] pngChunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) sum.getValue()).array();
    }

    private List<Piece> jpeg(Bytes bytes) {
        List<Piece> pieces = new ArrayList<>(List.of(Piece.copied(0, 2)));
        if (density != null) {
            pieces.add(Piece.made(jfif(density)));
        }
        if (profile != null) {
            profileSegments(profile).forEach(segment -> pieces.add(Piece.made(segment)));
        }
        long at = 2;
        while (bytes.u8(at + 1) != 0xda) {
            long next = bytes.u8(at + 1) == 0xff ? at + 1 : at + 2 + bytes.u16(at + 2);
            int marker = bytes.u8(at + 1);
            if (density != null && marker == 0xe1 && bytes.has(at + 4, "Exif\0\0")) {
                pieces.add(exifSegment(bytes, at, next, density));
            } else if (!(density != null && marker == 0xe0 && bytes.has(at + 4, "JFIF\0")
                    || profile != null && marker == 0xe2 && bytes.has(at + 4, "ICC_PROFILE\0"))) {
                pieces.add(Piece.copied(at, next));
            }
            at = next;
        }
        pieces.add(Piece.copied(at, bytes.size()));
        return pieces;
    }

    private static byte[] jfif(Density density) {
        return segment(
                0xe0,
                ByteBuffer.allocate(14)
                        .put("JFIF\0".getBytes(StandardCharsets.ISO_8859_1))
                        .putShort((short) 0x0101)
                        .put((byte) 1)
                        .putShort((short) Math.round(density.horizontal()))
                        .putShort((short) Math.round(density.vertical()))
                        .putShort((short) 0)
                        .array());
    }

    private static List<byte[]> profileSegments(byte[] profile) {
        byte[] name = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
        int room = LONGEST_SEGMENT - name.length - 2;
        int count = (profile.length + room - 1) / room;
        List<byte[]> segments = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int length = Math.min(room, profile.length - number * room);
            segments.add(segment(
                    0xe2,
                    ByteBuffer.allocate(name.length + 2 + length)
                            .put(name)
                            .put((byte) (number + 1))
                            .put((byte) count)
                            .put(profile, number * room, length)
                            .array()));
        }
        return segments;
    }

    /** Two answers to one question would be worse than an old one. */
    private static Piece exifSegment(Bytes bytes, long at, long next, Density density) {
        Optional<byte[]> changed = withDensity(bytes.part(at + 10, next - at - 10), density)
                .filter(exif -> exif.length + 6 <= LONGEST_SEGMENT);
        return changed.map(exif -> Piece.made(segment(
                        0xe1,
                        ByteBuffer.allocate(6 + exif.length)
                                .put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1))
                                .put(exif)
                                .array())))
                .orElseGet(() -> Piece.copied(at, next));
    }

    private static byte[] segment(int marker, byte[] data) {
        return ByteBuffer.allocate(4 + data.length)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (data.length + 2))
                .put(data)
                .array();
    }

    private static Optional<byte[]> withDensity(Bytes exif, Density density) {
        try {
            return TiffFields.of(exif)
                    .map(fields -> TiffDensity.of(fields, density).appliedTo(exif.copy(0, exif.size())));
        } catch (BrokenPictureException broken) {
            return Optional.empty();
        }
    }

    private List<Piece> webp(Bytes bytes) {
        WebpFlags flags = new WebpFlags();
        List<Piece> pixels = new ArrayList<>();
        byte[] exif = null;
        byte[] icc = profile;
        long end = 8 + bytes.u32(4);
        long at = 12;
        while (at + 8 <= end) {
            long length = bytes.u32(at + 4);
            long next = at + 8 + length + length % 2;
            if (bytes.has(at, "VP8X")) {
                flags.take(bytes, at + 8);
            } else if (bytes.has(at, "ICCP")) {
                icc = icc == null ? bytes.copy(at + 8, length) : icc;
            } else if (bytes.has(at, "EXIF")) {
                long start = bytes.has(at + 8, "Exif\0\0") ? 6 : 0;
                exif = bytes.copy(at + 8 + start, length - start);
            } else {
                flags.look(bytes, at);
                pixels.add(Piece.copied(at, Math.min(next, bytes.size())));
            }
            at = next;
        }
        if (density != null) {
            exif = (exif == null ? Optional.<byte[]>empty() : withDensity(Bytes.of(exif), density))
                    .orElse(TiffDensity.alone(density));
        }
        List<Piece> pieces = new ArrayList<>();
        pieces.add(Piece.made(riffChunk("VP8X", flags.chunk(icc != null, exif != null))));
        if (icc != null) {
            pieces.add(Piece.made(riffChunk("ICCP", icc)));
        }
        pieces.addAll(pixels);
        if (exif != null) {
            pieces.add(Piece.made(riffChunk("EXIF", exif)));
        }
        long size = 4 + pieces.stream().mapToLong(Piece::length).sum();
        pieces.add(
                0,
                Piece.made(ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                        .putInt((int) size)
                        .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
                        .array()));
        return pieces;
    }

    private static byte[] riffChunk(String type, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + data.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(data.length)
                .put(data)
                .array();
    }

    /** What the head of a WebP file says of the rest; a plain one has none. */
    private static final class WebpFlags {

        private static final int PROFILE = 0x20;
        private static final int ALPHA = 0x10;
        private static final int EXIF = 0x08;

        private int flags;
        private int width;
        private int height;

        void take(Bytes bytes, long data) {
            flags = bytes.u8(data);
            width = bytes.u24(data + 4);
            height = bytes.u24(data + 7);
        }

        void look(Bytes bytes, long at) {
            long data = at + 8;
            if (width == 0 && bytes.has(at, "VP8L")) {
                long packed = bytes.u32(data + 1);
                width = (int) (packed & 0x3fff);
                height = (int) (packed >> 14 & 0x3fff);
                flags |= (packed >> 28 & 1) == 1 ? ALPHA : 0;
            } else if (width == 0 && bytes.has(at, "VP8 ")) {
                width = (bytes.u16(data + 6) & 0x3fff) - 1;
                height = (bytes.u16(data + 8) & 0x3fff) - 1;
            }
        }

        byte[] chunk(boolean profile, boolean exif) {
            return ByteBuffer.allocate(10)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(flags & ~(PROFILE | EXIF) | (profile ? PROFILE : 0) | (exif ? EXIF : 0))
                    .put((byte) width)
                    .putShort((short) (width >> 8))
                    .put((byte) height)
                    .putShort((short) (height >> 8))
                    .array();
        }
    }

    private List<Piece> tiff(Bytes bytes) {
        if (density == null) {
            return List.of(Piece.copied(0, bytes.size()));
        }
        TiffDensity changed =
                TiffDensity.of(TiffFields.of(bytes).orElseThrow(() -> new BrokenPictureException("no TIFF")), density);
        return List.of(
                Piece.copied(0, 4),
                Piece.made(changed.pointer()),
                Piece.copied(8, bytes.size()),
                Piece.made(changed.tail()));
    }
}
