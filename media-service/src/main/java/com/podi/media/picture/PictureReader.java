package com.podi.media.picture;

import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Tells type and size of a picture from its own bytes, never from its name. Nothing is decoded, and no length that the
 * bytes claim is ever allocated.
 */
@Component
public class PictureReader {

    private static final long TAIL = 64 * 1024;
    private static final int TIFF_WIDTH = 256;
    private static final int TIFF_HEIGHT = 257;
    private static final Set<Integer> TIFF_OFFSETS = Set.of(273, 324);
    private static final Set<Integer> TIFF_LENGTHS = Set.of(279, 325);
    private static final int TIFF_SHORT = 3;
    private static final int MOST_TIFF_ENTRIES = 1000;

    /** Encoders make about ten. */
    private static final int MOST_SCANS = 100;

    private final PictureLimits limits;

    PictureReader(PictureLimits limits) {
        this.limits = limits;
    }

    /** Empty if this is no picture of a known type, or one whose end is missing. */
    public Optional<Picture> read(long size, ByteRanges ranges) {
        try {
            return read(new PictureBytes(size, ranges)).filter(picture -> picture.width() > 0 && picture.height() > 0);
        } catch (BrokenPictureException broken) {
            return Optional.empty();
        }
    }

    private Optional<Picture> read(PictureBytes bytes) {
        if (bytes.has(0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(png(bytes));
        }
        if (bytes.has(0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(jpeg(bytes));
        }
        if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            return Optional.of(webp(bytes));
        }
        if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
            return Optional.of(gif(bytes));
        }
        if (bytes.has(0, "II*\0") || bytes.has(0, "MM\0*")) {
            return Optional.of(tiff(bytes));
        }
        return Optional.empty();
    }

    /** Whatever is animated says so before its pixels. */
    private Picture png(PictureBytes bytes) {
        if (!bytes.has(12, "IHDR")) {
            throw new BrokenPictureException("PNG without header");
        }
        boolean animated = false;
        int frames = 0;
        long at = 8;
        while (frames <= limits.mostFrames()) {
            long length = bytes.u32(at);
            if (bytes.has(at + 4, "IEND")) {
                break;
            } else if (bytes.has(at + 4, "acTL")) {
                animated = true;
            } else if (bytes.has(at + 4, "fcTL")) {
                frames++;
            } else if (bytes.has(at + 4, "IDAT") && !animated) {
                requirePngEnd(bytes);
                break;
            }
            at += 12 + length;
        }
        return new Picture(FileType.PNG, bytes.u32(16), bytes.u32(20), animated ? Math.max(frames, 1) : 1);
    }

    private static void requirePngEnd(PictureBytes bytes) {
        for (long at = Math.max(24, bytes.size() - TAIL); at < bytes.size(); at++) {
            if (bytes.has(at, "IEND")) {
                return;
            }
        }
        throw new BrokenPictureException("PNG without end");
    }

    /** The size stands in the start of frame, behind metadata of any length. */
    private static Picture jpeg(PictureBytes bytes) {
        long at = 2;
        while (true) {
            if (bytes.u8(at) != 0xff) {
                throw new BrokenPictureException("JPEG without marker");
            }
            int marker = bytes.u8(at + 1);
            if (marker == 0xff) {
                at++;
            } else if (isStartOfFrame(marker)) {
                int height = bytes.u16(at + 5);
                int width = bytes.u16(at + 7);
                return new Picture(FileType.JPEG, width, height, 1, isSpreadOverScans(bytes, at));
            } else if (marker == 0xda || marker == 0xd9) {
                throw new BrokenPictureException("JPEG without frame");
            } else {
                at += 2 + bytes.u16(at + 2);
            }
        }
    }

    /** Whether a decoder passes over the picture more than once: some bytes are a scan, and one pass more. */
    private static boolean isSpreadOverScans(PictureBytes bytes, long frame) {
        boolean isSequential = bytes.u8(frame + 1) == 0xc0 || bytes.u8(frame + 1) == 0xc1;
        int components = bytes.u8(frame + 9);
        long scan = nextScan(bytes, frame);
        if (scan < 0) {
            throw new BrokenPictureException("JPEG without pixels");
        }
        if (isSequential && bytes.u8(scan + 4) == components) {
            requireJpegEnd(bytes, scan);
            return false;
        }
        int scans = 0;
        while (scan >= 0) {
            if (++scans > MOST_SCANS) {
                throw new BrokenPictureException("JPEG with too many scans");
            }
            scan = nextScan(bytes, afterScan(bytes, scan));
        }
        return true;
    }

    /** @return where the next scan begins; negative if the picture ends before */
    private static long nextScan(PictureBytes bytes, long from) {
        long at = from;
        while (true) {
            if (bytes.u8(at) != 0xff) {
                throw new BrokenPictureException("JPEG without marker");
            }
            int marker = bytes.u8(at + 1);
            if (marker == 0xda) {
                return at;
            }
            if (marker == 0xd9) {
                return -1;
            }
            at += marker == 0xff ? 1 : 2 + bytes.u16(at + 2);
        }
    }

    /** Behind the coded pixels, in which a marker is told by what follows it. */
    private static long afterScan(PictureBytes bytes, long scan) {
        long at = scan + 2 + bytes.u16(scan + 2);
        while (true) {
            if (bytes.u8(at) != 0xff) {
                at++;
            } else if (bytes.u8(at + 1) == 0 || bytes.u8(at + 1) >= 0xd0 && bytes.u8(at + 1) <= 0xd7) {
                at += 2;
            } else {
                return at;
            }
        }
    }

    /** It is the end of the file, unless a camera has put something behind it. */
    private static void requireJpegEnd(PictureBytes bytes, long scan) {
        if (!endsBetween(bytes, Math.max(scan, bytes.size() - TAIL)) && !endsBetween(bytes, scan)) {
            throw new BrokenPictureException("JPEG without end");
        }
    }

    private static boolean endsBetween(PictureBytes bytes, long from) {
        for (long at = from; at + 1 < bytes.size(); at++) {
            if (bytes.u8(at) == 0xff && bytes.u8(at + 1) == 0xd9) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private Picture webp(PictureBytes bytes) {
        if (bytes.u32LittleEndian(4) + 8 > bytes.size()) {
            throw new BrokenPictureException("WebP without end");
        }
        if (bytes.has(12, "VP8X")) {
            return new Picture(
                    FileType.WEBP,
                    1 + bytes.u24LittleEndian(24),
                    1 + bytes.u24LittleEndian(27),
                    Math.max(1, webpFrames(bytes)));
        }
        if (bytes.has(12, "VP8L") && bytes.u8(20) == 0x2f) {
            long packed = bytes.u32LittleEndian(21);
            return new Picture(FileType.WEBP, 1 + (packed & 0x3fff), 1 + (packed >> 14 & 0x3fff));
        }
        if (bytes.has(12, "VP8 ") && bytes.has(23, "\u009d\u0001\u002a")) {
            return new Picture(FileType.WEBP, bytes.u16LittleEndian(26) & 0x3fff, bytes.u16LittleEndian(28) & 0x3fff);
        }
        throw new BrokenPictureException("WebP without frame");
    }

    private int webpFrames(PictureBytes bytes) {
        long end = 8 + bytes.u32LittleEndian(4);
        int frames = 0;
        long at = 12;
        while (frames <= limits.mostFrames() && at + 8 <= end) {
            if (bytes.has(at, "ANMF")) {
                frames++;
            }
            long size = bytes.u32LittleEndian(at + 4);
            at += 8 + size + size % 2;
        }
        return frames;
    }

    /** Frames are counted until there are too many: each unfolds to a whole picture, and may be larger than the screen. */
    private Picture gif(PictureBytes bytes) {
        int width = bytes.u16LittleEndian(6);
        int height = bytes.u16LittleEndian(8);
        long at = 13 + colorTable(bytes.u8(10));
        int frames = 0;
        while (frames <= limits.mostFrames()) {
            int block = bytes.u8(at);
            if (block == ';' && frames > 0) {
                break;
            } else if (block == ',') {
                frames++;
                width = Math.max(width, bytes.u16LittleEndian(at + 1) + bytes.u16LittleEndian(at + 5));
                height = Math.max(height, bytes.u16LittleEndian(at + 3) + bytes.u16LittleEndian(at + 7));
                at = afterSubBlocks(bytes, at + 11 + colorTable(bytes.u8(at + 9)));
            } else if (block == '!') {
                at = afterSubBlocks(bytes, at + 2);
            } else {
                throw new BrokenPictureException("GIF with unknown block");
            }
        }
        return new Picture(FileType.GIF, width, height, frames);
    }

    private static int colorTable(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static long afterSubBlocks(PictureBytes bytes, long first) {
        long at = first;
        while (bytes.u8(at) != 0) {
            at += 1 + bytes.u8(at);
        }
        return at + 1;
    }

    /** Pages are counted until there are too many, which ends a chain that bites its own tail as well. */
    private Picture tiff(PictureBytes bytes) {
        boolean littleEndian = bytes.u8(0) == 'I';
        long width = 0;
        long height = 0;
        int pages = 0;
        long directory = tiffOffset(bytes, 4, littleEndian);
        while (pages == 0 || directory != 0 && pages <= limits.mostFrames()) {
            pages++;
            int entries = littleEndian ? bytes.u16LittleEndian(directory) : bytes.u16(directory);
            if (entries > MOST_TIFF_ENTRIES) {
                throw new BrokenPictureException("TIFF with too many entries");
            }
            Page page = page(bytes, directory, entries, littleEndian);
            width = Math.max(width, page.width());
            height = Math.max(height, page.height());
            long next = directory + 2 + 12L * entries;
            directory = next + 4 > bytes.size() ? 0 : tiffOffset(bytes, next, littleEndian);
        }
        return new Picture(FileType.TIFF, width, height, pages);
    }

    private static Page page(PictureBytes bytes, long directory, int entries, boolean littleEndian) {
        long width = 0;
        long height = 0;
        long lastOffset = 0;
        long lastLength = 0;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            int tag = littleEndian ? bytes.u16LittleEndian(entry) : bytes.u16(entry);
            if (tag == TIFF_WIDTH) {
                width = tiffNumber(bytes, entry, littleEndian);
            } else if (tag == TIFF_HEIGHT) {
                height = tiffNumber(bytes, entry, littleEndian);
            } else if (TIFF_OFFSETS.contains(tag)) {
                lastOffset = lastTiffNumber(bytes, entry, littleEndian);
            } else if (TIFF_LENGTHS.contains(tag)) {
                lastLength = lastTiffNumber(bytes, entry, littleEndian);
            }
        }
        if (lastOffset == 0 || lastOffset + lastLength > bytes.size()) {
            throw new BrokenPictureException("TIFF without its pixels");
        }
        return new Page(width, height);
    }

    private static long tiffOffset(PictureBytes bytes, long at, boolean littleEndian) {
        return littleEndian ? bytes.u32LittleEndian(at) : bytes.u32(at);
    }

    /** Of a list, which stands elsewhere if it does not fit into the entry. */
    private static long lastTiffNumber(PictureBytes bytes, long entry, boolean littleEndian) {
        boolean isShort = (littleEndian ? bytes.u16LittleEndian(entry + 2) : bytes.u16(entry + 2)) == TIFF_SHORT;
        int width = isShort ? 2 : 4;
        long count = littleEndian ? bytes.u32LittleEndian(entry + 4) : bytes.u32(entry + 4);
        long list =
                count * width <= 4 ? entry + 8 : littleEndian ? bytes.u32LittleEndian(entry + 8) : bytes.u32(entry + 8);
        long last = list + (count - 1) * width;
        if (isShort) {
            return littleEndian ? bytes.u16LittleEndian(last) : bytes.u16(last);
        }
        return littleEndian ? bytes.u32LittleEndian(last) : bytes.u32(last);
    }

    private static long tiffNumber(PictureBytes bytes, long entry, boolean littleEndian) {
        if (littleEndian) {
            return bytes.u16LittleEndian(entry + 2) == TIFF_SHORT
                    ? bytes.u16LittleEndian(entry + 8)
                    : bytes.u32LittleEndian(entry + 8);
        }
        return bytes.u16(entry + 2) == TIFF_SHORT ? bytes.u16(entry + 8) : bytes.u32(entry + 8);
    }

    private record Page(long width, long height) {}
}
