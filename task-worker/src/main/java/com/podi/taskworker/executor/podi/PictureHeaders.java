package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.podi.PictureHeader.Colour;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads what pictures say of themselves. No length that the bytes claim is believed. */
final class PictureHeaders {

    static final int LONGEST_PROFILE = 4 * 1024 * 1024;

    private static final int MOST_FRAMES = 1000;
    private static final int PNG_GREY = 0;

    private PictureHeaders() {}

    /** @throws BrokenPictureException if this is no picture, or one whose end is missing */
    static PictureHeader read(Bytes bytes) {
        PictureHeader header;
        if (bytes.has(0, "\u0089PNG\r\n\u001a\n")) {
            header = png(bytes);
        } else if (bytes.has(0, "\u00ff\u00d8\u00ff")) {
            header = new JpegHeader(bytes).read();
        } else if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            header = webp(bytes.littleEndian());
        } else if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
            header = gif(bytes.littleEndian());
        } else {
            header = tiff(TiffFields.of(bytes).orElseThrow(() -> new BrokenPictureException("no picture")));
        }
        if (header.width() < 1 || header.height() < 1) {
            throw new BrokenPictureException("%d x %d".formatted(header.width(), header.height()));
        }
        return header;
    }

    private static PictureHeader png(Bytes bytes) {
        if (!bytes.has(12, "IHDR")) {
            throw new BrokenPictureException("PNG without header");
        }
        Density density = null;
        byte[] profile = null;
        int orientation = 1;
        int frames = 1;
        boolean pixels = false;
        Integer transparentGrey = null;
        long at = 8;
        while (!bytes.has(at + 4, "IEND")) {
            long length = bytes.u32(at);
            long data = at + 8;
            if (bytes.has(at + 4, "IDAT")) {
                pixels = true;
            } else if (bytes.has(at + 4, "pHYs") && bytes.u8(data + 8) == 1) {
                density = new Density(
                        bytes.u32(data) / Density.INCHES_PER_METRE, bytes.u32(data + 4) / Density.INCHES_PER_METRE);
            } else if (bytes.has(at + 4, "iCCP")) {
                profile = inflated(bytes, data, length);
            } else if (bytes.has(at + 4, "eXIf")) {
                orientation = TiffFields.of(bytes.part(data, length))
                        .map(TiffFields::orientation)
                        .orElse(1);
            } else if (bytes.has(at + 4, "tRNS") && bytes.u8(25) == PNG_GREY) {
                transparentGrey = asDecoded(bytes.u16(data), bytes.u8(24));
            } else if (bytes.has(at + 4, "acTL")) {
                frames = (int) Math.min(bytes.u32(data), MOST_FRAMES);
            }
            at = data + length + 4;
        }
        if (!pixels) {
            throw new BrokenPictureException("PNG without pixels");
        }
        Colour colour = (bytes.u8(25) & 2) == 0 ? Colour.GREY : Colour.RGB;
        return new PictureHeader(
                SourceFormat.PNG,
                side(bytes.u32(16)),
                side(bytes.u32(20)),
                frames,
                orientation,
                plausible(density),
                profile,
                colour,
                true,
                transparentGrey);
    }

    /** Grey of fewer bits than eight is stretched to eight. */
    private static int asDecoded(int grey, int bits) {
        return bits >= 8 ? grey : grey * 255 / ((1 << bits) - 1);
    }

    private static byte @Nullable [] inflated(Bytes bytes, long data, long length) {
        long name = data;
        while (bytes.u8(name) != 0) {
            name++;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes.copy(name + 2, data + length - name - 2));
            ByteArrayOutputStream profile = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 || profile.size() + count > LONGEST_PROFILE) {
                    return null;
                }
                profile.write(chunk, 0, count);
            }
            return profile.toByteArray();
        } catch (DataFormatException broken) {
            return null;
        } finally {
            inflater.end();
        }
    }

    /** Walks through the segments before the pixels. */
    private static final class JpegHeader {

        private static final String PROFILE = "ICC_PROFILE\0";
        private static final int GREY = 1;
        private static final int CMYK = 4;

        private final Bytes bytes;
        private final Map<Integer, byte[]> profile = new TreeMap<>();
        private boolean adobe;
        private @Nullable Density jfif;
        private @Nullable TiffFields exif;

        JpegHeader(Bytes bytes) {
            this.bytes = bytes;
        }

        PictureHeader read() {
            long frame = 0;
            long at = 2;
            while (true) {
                if (bytes.u8(at) != 0xff) {
                    throw new BrokenPictureException("JPEG without marker");
                }
                int marker = bytes.u8(at + 1);
                if (marker == 0xff) {
                    at++;
                    continue;
                }
                if (marker == 0xda) {
                    break;
                }
                if (marker == 0xd9) {
                    throw new BrokenPictureException("JPEG without pixels");
                }
                if (isStartOfFrame(marker)) {
                    frame = at;
                }
                metadata(marker, at + 4, bytes.u16(at + 2) - 2);
                at += 2 + bytes.u16(at + 2);
            }
            if (frame == 0) {
                throw new BrokenPictureException("JPEG without frame");
            }
            requireEnd(at);
            return header(frame);
        }

        private PictureHeader header(long frame) {
            Density density = jfif != null ? jfif : exif == null ? null : exif.density();
            int components = bytes.u8(frame + 9);
            return new PictureHeader(
                    SourceFormat.JPEG,
                    bytes.u16(frame + 7),
                    bytes.u16(frame + 5),
                    1,
                    exif == null ? 1 : exif.orientation(),
                    plausible(density),
                    joined(),
                    colour(components),
                    false);
        }

        /** Whether much ink is a high value or a low one is known only of what is written as Adobe does. */
        private Colour colour(int components) {
            return switch (components) {
                case GREY -> Colour.GREY;
                case CMYK -> adobe ? Colour.CMYK : Colour.OTHER;
                default -> Colour.RGB;
            };
        }

        private void metadata(int marker, long data, int length) {
            if (marker == 0xe0 && bytes.has(data, "JFIF\0")) {
                int unit = bytes.u8(data + 7);
                double inches = unit == 2 ? Density.CENTIMETRES_PER_INCH : 1;
                jfif = unit == 0 ? null : new Density(bytes.u16(data + 8) * inches, bytes.u16(data + 10) * inches);
            } else if (marker == 0xe1 && bytes.has(data, "Exif\0\0")) {
                exif = exif(bytes.part(data + 6, length - 6));
            } else if (marker == 0xe2 && bytes.has(data, PROFILE)) {
                int header = PROFILE.length() + 2;
                profile.put(bytes.u8(data + PROFILE.length()), bytes.copy(data + header, length - header));
            } else if (marker == 0xee && bytes.has(data, "Adobe")) {
                adobe = true;
            }
        }

        /** What a camera has written wrong does not make a picture worse. */
        private static @Nullable TiffFields exif(Bytes bytes) {
            try {
                return TiffFields.of(bytes).orElse(null);
            } catch (BrokenPictureException broken) {
                return null;
            }
        }

        private byte @Nullable [] joined() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            profile.values().forEach(all::writeBytes);
            return all.size() == 0 ? null : all.toByteArray();
        }

        private void requireEnd(long pixels) {
            for (long at = bytes.size() - 2L; at > pixels; at--) {
                if (bytes.u8(at) == 0xff && bytes.u8(at + 1) == 0xd9) {
                    return;
                }
            }
            throw new BrokenPictureException("JPEG without end");
        }

        private static boolean isStartOfFrame(int marker) {
            return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        }
    }

    private static PictureHeader webp(Bytes bytes) {
        long end = bytes.u32(4) + 8;
        if (end > bytes.size()) {
            throw new BrokenPictureException("WebP without end");
        }
        int width = 0;
        int height = 0;
        int frames = 0;
        boolean lossless = false;
        boolean pixels = false;
        byte[] profile = null;
        TiffFields exif = null;
        long at = 12;
        while (at + 8 <= end) {
            long length = bytes.u32(at + 4);
            long data = at + 8;
            if (data + length > end) {
                throw new BrokenPictureException("WebP with a chunk beyond its end");
            }
            pixels |= bytes.has(at, "ANMF") || bytes.has(at, "VP8L") || bytes.has(at, "VP8 ");
            if (bytes.has(at, "VP8X")) {
                width = 1 + bytes.u24(data + 4);
                height = 1 + bytes.u24(data + 7);
            } else if (bytes.has(at, "ANMF")) {
                frames++;
                lossless |= bytes.has(data + 16, "VP8L");
            } else if (bytes.has(at, "VP8L")) {
                lossless = true;
                long packed = bytes.u32(data + 1);
                width = width == 0 ? (int) (1 + (packed & 0x3fff)) : width;
                height = height == 0 ? (int) (1 + (packed >> 14 & 0x3fff)) : height;
            } else if (bytes.has(at, "VP8 ")) {
                width = width == 0 ? bytes.u16(data + 6) & 0x3fff : width;
                height = height == 0 ? bytes.u16(data + 8) & 0x3fff : height;
            } else if (bytes.has(at, "ICCP") && length <= LONGEST_PROFILE) {
                profile = bytes.copy(data, length);
            } else if (bytes.has(at, "EXIF")) {
                long start = bytes.has(data, "Exif\0\0") ? 6 : 0;
                exif = JpegHeader.exif(bytes.part(data + start, length - start));
            }
            at = data + length + length % 2;
        }
        if (!pixels) {
            throw new BrokenPictureException("WebP without pixels");
        }
        return new PictureHeader(
                SourceFormat.WEBP,
                width,
                height,
                Math.max(1, frames),
                exif == null ? 1 : exif.orientation(),
                exif == null ? null : plausible(exif.density()),
                profile,
                Colour.RGB,
                lossless);
    }

    /** Frames are counted until there are too many. */
    private static PictureHeader gif(Bytes bytes) {
        int frames = 0;
        long at = 13 + colorTable(bytes.u8(10));
        while (frames < MOST_FRAMES) {
            int block = bytes.u8(at);
            if (block == ';' && frames > 0) {
                break;
            } else if (block == ',') {
                frames++;
                at = afterSubBlocks(bytes, at + 11 + colorTable(bytes.u8(at + 9)));
            } else if (block == '!') {
                at = afterSubBlocks(bytes, at + 2);
            } else {
                throw new BrokenPictureException("GIF with unknown block");
            }
        }
        return new PictureHeader(SourceFormat.GIF, bytes.u16(6), bytes.u16(8), frames, 1, null, null, Colour.RGB, true);
    }

    private static int colorTable(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static long afterSubBlocks(Bytes bytes, long first) {
        long at = first;
        while (bytes.u8(at) != 0) {
            at += 1 + bytes.u8(at);
        }
        return at + 1;
    }

    private static PictureHeader tiff(TiffFields fields) {
        if (!fields.isWhole()) {
            throw new BrokenPictureException("TIFF without all its pixels");
        }
        return new PictureHeader(
                SourceFormat.TIFF,
                side(fields.number(TiffFields.WIDTH).orElse(0L)),
                side(fields.number(TiffFields.HEIGHT).orElse(0L)),
                fields.pages(),
                fields.orientation(),
                plausible(fields.density()),
                fields.profile(LONGEST_PROFILE),
                tiffColour(fields.number(TiffFields.PHOTOMETRIC)),
                true);
    }

    private static Colour tiffColour(Optional<Long> photometric) {
        return switch (photometric.orElse(0L).intValue()) {
            case 0, 1 -> Colour.GREY;
            case 2, 3, 6 -> Colour.RGB;
            case 5 -> Colour.CMYK;
            default -> Colour.OTHER;
        };
    }

    private static int side(long claimed) {
        return (int) Math.min(claimed, Integer.MAX_VALUE);
    }

    private static @Nullable Density plausible(@Nullable Density density) {
        return density != null && density.isPlausible() ? density : null;
    }

    /** The colour space that a profile is for, such as {@code "RGB "}; empty for what is no profile. */
    static Optional<String> spaceOf(byte @Nullable [] profile) {
        return profile == null || profile.length < 128
                ? Optional.empty()
                : Optional.of(new String(profile, 16, 4, StandardCharsets.ISO_8859_1));
    }
}
