package com.podi.taskworker.executor.podi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of the first directory of a TIFF file, or of what EXIF keeps in the same shape. */
final class TiffFields {

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int PHOTOMETRIC = 262;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int STRIP_LENGTHS = 279;
    static final int HORIZONTAL_RESOLUTION = 282;
    static final int VERTICAL_RESOLUTION = 283;
    static final int RESOLUTION_UNIT = 296;
    static final int TILE_OFFSETS = 324;
    static final int TILE_LENGTHS = 325;
    static final int PROFILE = 34_675;

    static final int SHORT = 3;
    static final int LONG = 4;
    static final int RATIONAL = 5;

    private static final int INCHES = 2;
    private static final int CENTIMETRES = 3;
    private static final int MOST_FIELDS = 1000;
    private static final int MOST_PAGES = 100;
    private static final int ENTRY = 12;
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    /** @param at where its entry lies
     *  @param values where its values lie */
    record Field(int tag, int type, long count, long at, long values) {}

    private final Bytes bytes;
    private final long directory;
    private final Map<Integer, Field> fields = new LinkedHashMap<>();

    private TiffFields(Bytes bytes, long directory) {
        this.bytes = bytes;
        this.directory = directory;
        int count = bytes.u16(directory);
        if (count > MOST_FIELDS) {
            throw new BrokenPictureException("a directory of %d fields".formatted(count));
        }
        for (int number = 0; number < count; number++) {
            long at = directory + 2 + (long) number * ENTRY;
            int type = bytes.u16(at + 2);
            long length = type < SIZES.length ? SIZES[type] * bytes.u32(at + 4) : 0;
            long values = length > 4 ? bytes.u32(at + 8) : at + 8;
            fields.put(bytes.u16(at), new Field(bytes.u16(at), type, bytes.u32(at + 4), at, values));
        }
    }

    /** Empty if it does not begin like one. */
    static Optional<TiffFields> of(Bytes all) {
        Bytes bytes;
        if (all.has(0, "II*\0")) {
            bytes = all.littleEndian();
        } else if (all.has(0, "MM\0*")) {
            bytes = all;
        } else {
            return Optional.empty();
        }
        return Optional.of(new TiffFields(bytes, bytes.u32(4)));
    }

    Bytes bytes() {
        return bytes;
    }

    long directory() {
        return directory;
    }

    Map<Integer, Field> all() {
        return fields;
    }

    Optional<Field> find(int tag) {
        return Optional.ofNullable(fields.get(tag));
    }

    /** The value, or the first of them. */
    Optional<Long> number(int tag) {
        return find(tag).filter(field -> field.count() > 0).flatMap(field -> switch (field.type()) {
            case SHORT -> Optional.of((long) bytes.u16(field.values()));
            case LONG -> Optional.of(bytes.u32(field.values()));
            default -> Optional.empty();
        });
    }

    private Optional<Double> ratio(int tag) {
        return find(tag)
                .filter(field -> field.type() == RATIONAL && field.count() > 0)
                .filter(field -> bytes.u32(field.values() + 4) > 0)
                .map(field -> (double) bytes.u32(field.values()) / bytes.u32(field.values() + 4));
    }

    int orientation() {
        long orientation = number(ORIENTATION).orElse(1L);
        return orientation >= 1 && orientation <= 8 ? (int) orientation : 1;
    }

    @Nullable
    Density density() {
        long unit = number(RESOLUTION_UNIT).orElse((long) INCHES);
        Optional<Double> horizontal = ratio(HORIZONTAL_RESOLUTION);
        Optional<Double> vertical = ratio(VERTICAL_RESOLUTION);
        if (horizontal.isEmpty() || vertical.isEmpty() || unit != INCHES && unit != CENTIMETRES) {
            return null;
        }
        double inches = unit == CENTIMETRES ? Density.CENTIMETRES_PER_INCH : 1;
        return new Density(horizontal.get() * inches, vertical.get() * inches);
    }

    byte @Nullable [] profile(int longest) {
        return find(PROFILE)
                .filter(field -> field.count() <= longest)
                .map(field -> bytes.copy(field.values(), field.count()))
                .orElse(null);
    }

    int pages() {
        int pages = 1;
        long next = next(directory);
        while (next != 0 && pages < MOST_PAGES) {
            pages++;
            next = next(next);
        }
        return pages;
    }

    long next(long of) {
        return bytes.u32(of + 2 + (long) bytes.u16(of) * ENTRY);
    }

    /** Whether all pixels lie within the file. */
    boolean isWhole() {
        return within(STRIP_OFFSETS, STRIP_LENGTHS) || within(TILE_OFFSETS, TILE_LENGTHS);
    }

    private boolean within(int offsetsTag, int lengthsTag) {
        Optional<Field> offsets = find(offsetsTag);
        Optional<Field> lengths = find(lengthsTag);
        if (offsets.isEmpty()
                || lengths.isEmpty()
                || lengths.get().count() < offsets.get().count()) {
            return false;
        }
        for (long number = 0; number < offsets.get().count(); number++) {
            if (value(offsets.get(), number) + value(lengths.get(), number) > bytes.size()) {
                return false;
            }
        }
        return offsets.get().count() > 0;
    }

    private long value(Field field, long number) {
        return field.type() == SHORT ? bytes.u16(field.values() + 2 * number) : bytes.u32(field.values() + 4 * number);
    }
}
