package com.podi.taskworker.executor.podi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives a TIFF file, or what EXIF keeps in the same shape, another density. Nothing that is there is moved, since fields we
 * do not know may point at it: a new directory is put behind everything else.
 *
 * @param pointer where the directory begins, as it stands in the fifth to the eighth byte
 * @param tail what follows the last byte
 */
record TiffDensity(byte[] pointer, byte[] tail) {

    private static final Set<Integer> DENSITY =
            Set.of(TiffFields.HORIZONTAL_RESOLUTION, TiffFields.VERTICAL_RESOLUTION, TiffFields.RESOLUTION_UNIT);
    private static final int INCHES = 2;
    private static final int ENTRY = 12;
    private static final int RATIO = 8;
    private static final int PRECISION = 1000;

    static TiffDensity of(TiffFields fields, Density density) {
        Bytes bytes = fields.bytes();
        ByteOrder order = bytes.has(0, "II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        List<TiffFields.Field> kept = fields.all().values().stream()
                .filter(field -> !DENSITY.contains(field.tag()))
                .collect(Collectors.toList());
        int padding = bytes.size() % 2;
        int start = bytes.size() + padding;
        int entries = kept.size() + DENSITY.size();
        int ratios = start + 2 + entries * ENTRY + 4;

        record Entry(int tag, byte[] bytes) {}
        List<Entry> all = kept.stream()
                .map(field -> new Entry(field.tag(), bytes.copy(field.at(), ENTRY)))
                .collect(Collectors.toList());
        all.add(new Entry(TiffFields.HORIZONTAL_RESOLUTION, entry(order, TiffFields.HORIZONTAL_RESOLUTION, ratios)));
        all.add(new Entry(
                TiffFields.VERTICAL_RESOLUTION, entry(order, TiffFields.VERTICAL_RESOLUTION, ratios + RATIO)));
        all.add(new Entry(TiffFields.RESOLUTION_UNIT, unit(order)));
        all.sort(Comparator.comparingInt(Entry::tag));

        ByteBuffer tail = ByteBuffer.allocate(ratios + 2 * RATIO - bytes.size()).order(order);
        tail.position(padding);
        tail.putShort((short) entries);
        all.forEach(entry -> tail.put(entry.bytes()));
        tail.putInt((int) fields.next(fields.directory()));
        ratio(tail, density.horizontal());
        ratio(tail, density.vertical());
        return new TiffDensity(ByteBuffer.allocate(4).order(order).putInt(start).array(), tail.array());
    }

    /** What EXIF says where nothing was said before. */
    static byte[] alone(Density density) {
        byte[] empty = {'I', 'I', '*', 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        return of(TiffFields.of(Bytes.of(empty)).orElseThrow(), density).appliedTo(empty);
    }

    byte[] appliedTo(byte[] bytes) {
        byte[] changed = Arrays.copyOf(bytes, bytes.length + tail.length);
        System.arraycopy(pointer, 0, changed, 4, pointer.length);
        System.arraycopy(tail, 0, changed, bytes.length, tail.length);
        return changed;
    }

    private static byte[] entry(ByteOrder order, int tag, int values) {
        return ByteBuffer.allocate(ENTRY)
                .order(order)
                .putShort((short) tag)
                .putShort((short) TiffFields.RATIONAL)
                .putInt(1)
                .putInt(values)
                .array();
    }

    private static byte[] unit(ByteOrder order) {
        return ByteBuffer.allocate(ENTRY)
                .order(order)
                .putShort((short) TiffFields.RESOLUTION_UNIT)
                .putShort((short) TiffFields.SHORT)
                .putInt(1)
                .putShort((short) INCHES)
                .array();
    }

    private static void ratio(ByteBuffer into, double value) {
        boolean whole = value == Math.rint(value);
        into.putInt((int) Math.round(whole ? value : value * PRECISION)).putInt(whole ? 1 : PRECISION);
    }
}
