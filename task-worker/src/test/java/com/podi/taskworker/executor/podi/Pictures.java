package com.podi.taskworker.executor.podi;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.indexer.UShortIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures that are drawn here, among them such as seldom come. */
final class Pictures {

    private Pictures() {}

    /** A print: a badge with some lettering, on an even ground. */
    static BufferedImage print(int width, int height, int type) {
        BufferedImage picture = new BufferedImage(width, height, type);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        if (!picture.getColorModel().hasAlpha()) {
            graphics.setColor(new Color(0xf3, 0xf1, 0xea));
            graphics.fillRect(0, 0, width, height);
        }
        int unit = Math.min(width, height) / 20;
        graphics.setPaint(
                new GradientPaint(0, 0, new Color(0xe0, 0x5a, 0x33), width, height, new Color(0x8a, 0x1c, 0x5e)));
        graphics.fillOval(width / 2 - 7 * unit, height / 2 - 7 * unit, 14 * unit, 14 * unit);
        graphics.setColor(new Color(0xff, 0xd5, 0x4a));
        graphics.setStroke(new BasicStroke(unit * 0.8f));
        for (int ray = 0; ray < 12; ray++) {
            double angle = Math.PI * ray / 6;
            graphics.drawLine(
                    (int) (width / 2 + 3 * unit * Math.cos(angle)),
                    (int) (height / 2 + 3 * unit * Math.sin(angle)),
                    (int) (width / 2 + 5.5 * unit * Math.cos(angle)),
                    (int) (height / 2 + 5.5 * unit * Math.sin(angle)));
        }
        graphics.setColor(new Color(0x1f, 0x3a, 0x5f));
        graphics.fillOval(width / 2 - 2 * unit, height / 2 - 2 * unit, 4 * unit, 4 * unit);
        graphics.dispose();
        return picture;
    }

    static Path write(BufferedImage picture, String format, Path file) throws IOException {
        if (!ImageIO.write(picture, format, file.toFile())) {
            throw new IOException("no writer for " + format);
        }
        return file;
    }

    /** With more grey than eight bits can tell apart, from left to right; transparent or not, the alpha falls. */
    static Mat deep(int width, int height, int channels) {
        Mat picture = new Mat(height, width, opencv_core.CV_16UC(channels));
        try (UShortIndexer values = picture.createIndexer()) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int channel = 0; channel < channels; channel++) {
                        int value = channel == 3 ? 65_535 - 40_000 * y / height : 20_000 + x * 37 + channel * 1000;
                        values.put(y, x, channel, value);
                    }
                }
            }
        }
        return picture;
    }

    static Path write(Mat picture, Path file) {
        if (!opencv_imgcodecs.imwrite(file.toString(), picture)) {
            throw new IllegalStateException("not written: " + file);
        }
        return file;
    }

    /** Of sixteen colours, the first of them transparent. */
    static BufferedImage palette(int width, int height) {
        byte[] values = new byte[16];
        for (int number = 0; number < values.length; number++) {
            values[number] = (byte) (number * 17);
        }
        IndexColorModel colours = new IndexColorModel(4, 16, values, reversed(values), values, 0);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY, colours);
        WritableRaster raster = picture.getRaster();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setSample(x, y, 0, x * 16 / width);
            }
        }
        return picture;
    }

    /** Grey from 0 to 240 in steps of 16, with alpha or with one grey that is transparent. */
    static Path greyPng(Path file, int bits, boolean alpha, int transparent) throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int y = 0; y < 8; y++) {
            rows.write(0);
            for (int x = 0; x < 16; x++) {
                sample(rows, x * 16, bits);
                if (alpha) {
                    sample(rows, 255 - x * 16, bits);
                }
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        png.writeBytes(chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(16)
                        .putInt(8)
                        .put(new byte[] {(byte) bits, (byte) (alpha ? 4 : 0), 0, 0, 0})
                        .array()));
        if (!alpha) {
            int grey = bits == 16 ? transparent * 257 : transparent;
            png.writeBytes(
                    chunk("tRNS", ByteBuffer.allocate(2).putShort((short) grey).array()));
        }
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(coded)) {
            deflated.write(rows.toByteArray());
        }
        png.writeBytes(chunk("IDAT", coded.toByteArray()));
        png.writeBytes(chunk("IEND", new byte[0]));
        return Files.write(file, png.toByteArray());
    }

    private static void sample(ByteArrayOutputStream row, int value, int bits) {
        row.write(value);
        if (bits == 16) {
            row.write(value);
        }
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) sum.getValue()).array();
    }

    /** The same TIFF with an orientation. */
    static Path turned(Path tiff, int orientation, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(tiff);
        TiffFields fields = TiffFields.of(Bytes.of(bytes)).orElseThrow();
        boolean little = fields.bytes().has(0, "II");
        ByteBuffer changed = ByteBuffer.wrap(Arrays.copyOf(
                        bytes,
                        bytes.length + bytes.length % 2 + 2 + 12 * (fields.all().size() + 1) + 4))
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = bytes.length + bytes.length % 2;
        changed.putInt(4, directory).position(directory);
        changed.putShort((short) (fields.all().size() + 1));
        boolean written = false;
        for (TiffFields.Field field : fields.all().values()) {
            if (!written && field.tag() > TiffFields.ORIENTATION) {
                changed.putShort((short) TiffFields.ORIENTATION)
                        .putShort((short) 3)
                        .putInt(1);
                changed.putShort((short) orientation).putShort((short) 0);
                written = true;
            }
            changed.put(bytes, (int) field.at(), 12);
        }
        return Files.write(file, changed.array());
    }

    private static byte[] reversed(byte[] values) {
        byte[] reversed = values.clone();
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }

    /** A JPEG of one CMYK colour, as Adobe writes it: upside down. With a profile, if there is one. */
    static Path cmykJpeg(int width, int height, int[] cmyk, byte[] profile, Path file) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, new int[] {255 - cmyk[0], 255 - cmyk[1], 255 - cmyk[2], 255 - cmyk[3]});
            }
        }
        Path plain = file.resolveSibling("plain-" + file.getFileName());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(plain.toFile())) {
            writer.setOutput(out);
            writer.write(new IIOImage(raster, null, null));
        } finally {
            writer.dispose();
        }
        byte[] coded = Files.readAllBytes(plain);
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(coded, 0, 2);
        marked.writeBytes("\u00ff\u00ee\0\u000eAdobe\0\u0064\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        marked.write(coded, 2, coded.length - 2);
        Files.write(plain, marked.toByteArray());
        if (profile == null) {
            return Files.move(plain, file);
        }
        new PictureMetadata(null, profile).write(plain, file);
        return file;
    }

    /** The same JPEG with an orientation, and a density that only EXIF tells. */
    static Path withExif(Path jpeg, int orientation, int dpi, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(jpeg);
        ByteBuffer exif = ByteBuffer.allocate(8 + 2 + 4 * 12 + 4 + 16).order(ByteOrder.LITTLE_ENDIAN);
        exif.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 4);
        exif.putShort((short) 274).putShort((short) 3).putInt(1).putInt(orientation);
        exif.putShort((short) 282).putShort((short) 5).putInt(1).putInt(62);
        exif.putShort((short) 283).putShort((short) 5).putInt(1).putInt(70);
        exif.putShort((short) 296).putShort((short) 3).putInt(1).putInt(2);
        exif.putInt(0).putInt(dpi).putInt(1).putInt(dpi).putInt(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, 2);
        out.writeBytes(ByteBuffer.allocate(10)
                .put((byte) 0xff)
                .put((byte) 0xe1)
                .putShort((short) (8 + exif.capacity()))
                .put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .array());
        out.writeBytes(exif.array());
        int rest = 2;
        // Without what the encoder says of the density.
        if ((bytes[3] & 0xff) == 0xe0) {
            rest += 2 + ((bytes[4] & 0xff) << 8 | bytes[5] & 0xff);
        }
        out.write(bytes, rest, bytes.length - rest);
        return Files.write(file, out.toByteArray());
    }

    /** A profile for CMYK as small as it can be: without ink it is white, with all of cyan it is cyan, and so on. */
    static byte[] cmykProfile() {
        List<byte[]> tags = new ArrayList<>(List.of(text("desc"), text("text"), white(), table()));
        String[] names = {"desc", "cprt", "wtpt", "A2B0"};
        int offset = 128 + 4 + 12 * tags.size();
        ByteBuffer directory = ByteBuffer.allocate(4 + 12 * tags.size()).putInt(tags.size());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int number = 0; number < tags.size(); number++) {
            directory.put(names[number].getBytes(StandardCharsets.US_ASCII));
            directory.putInt(offset + data.size()).putInt(tags.get(number).length);
            data.writeBytes(Arrays.copyOf(tags.get(number), (tags.get(number).length + 3) / 4 * 4));
        }
        ByteBuffer profile = ByteBuffer.allocate(offset + data.size());
        profile.putInt(profile.capacity()).putInt(0).putInt(0x02400000);
        profile.put("prtrCMYKLab ".getBytes(StandardCharsets.US_ASCII));
        profile.putShort((short) 2026)
                .putShort((short) 1)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0);
        profile.put("acsp".getBytes(StandardCharsets.US_ASCII));
        profile.position(68);
        profile.putInt(0xf6d6).putInt(0x10000).putInt(0xd32d);
        profile.position(128);
        return profile.put(directory.array()).put(data.toByteArray()).array();
    }

    private static byte[] text(String type) {
        if (type.equals("desc")) {
            return ByteBuffer.allocate(12 + 5 + 78)
                    .put("desc\0\0\0\0\0\0\0\5test\0".getBytes(StandardCharsets.ISO_8859_1))
                    .array();
        }
        return "text\0\0\0\0none\0".getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] white() {
        return ByteBuffer.allocate(20)
                .put("XYZ \0\0\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(0xf6d6)
                .putInt(0x10000)
                .putInt(0xd32d)
                .array();
    }

    /** Two steps for each ink; Lab of what they look like together. */
    private static byte[] table() {
        ByteBuffer table = ByteBuffer.allocate(48 + 4 * 256 + 16 * 3 + 3 * 256);
        table.put("mft1\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)).put(new byte[] {4, 3, 2, 0});
        for (int cell = 0; cell < 9; cell++) {
            table.putInt(cell % 4 == 0 ? 0x10000 : 0);
        }
        identity(table, 4);
        for (int inks = 0; inks < 16; inks++) {
            int black = inks & 1;
            double red = (inks & 8) == 0 ? 1 : 0;
            double green = (inks & 4) == 0 ? 1 : 0;
            double blue = (inks & 2) == 0 ? 1 : 0;
            double light = black == 1 ? 0 : 100 * (0.3 * red + 0.55 * green + 0.15 * blue);
            double a = black == 1 ? 0 : 80 * (red - green);
            double b = black == 1 ? 0 : 80 * ((red + green) / 2 - blue);
            table.put((byte) Math.round(light * 2.55))
                    .put((byte) Math.round(a + 128))
                    .put((byte) Math.round(b + 128));
        }
        identity(table, 3);
        return table.array();
    }

    private static void identity(ByteBuffer table, int channels) {
        for (int channel = 0; channel < channels; channel++) {
            for (int value = 0; value < 256; value++) {
                table.put((byte) value);
            }
        }
    }
}
