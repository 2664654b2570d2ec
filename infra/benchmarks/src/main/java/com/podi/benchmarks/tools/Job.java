package com.podi.benchmarks.tools;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same work for all three, with the same settings but for PNG: ImageMagick looks for nothing but runs, as we do, and chooses
 * among all filters, for told to use one it uses none; libvips cannot be told, and writes it with what is its fastest.
 *
 * @param source the ending of the pictures it is done with
 * @param result the ending of what comes out
 * @param tool of ours, with its inputs
 * @param magick what ImageMagick is told between the pictures and the settings of the result
 * @param vips the operation of libvips, {@code IN} and {@code OUT} in their places
 */
record Job(
        String name,
        String source,
        String result,
        String tool,
        Map<String, Object> inputs,
        List<String> magick,
        List<String> vips) {

    private static final Map<String, List<String>> MAGICK_SETTINGS = Map.of(
            "jpg", List.of("-quality", "95", "-sampling-factor", "4:4:4"),
            "png",
                    List.of(
                            "-define", "png:bit-depth=8",
                            "-define", "png:compression-level=1",
                            "-define", "png:compression-filter=5",
                            "-define", "png:compression-strategy=3"),
            "webp", List.of("-quality", "95", "-define", "webp:method=4"));
    private static final Map<String, String> VIPS_SETTINGS = Map.of(
            "jpg", "[Q=95,subsample-mode=off]",
            "png", "[compression=1,filter=sub]",
            "webp", "[Q=95,effort=4]");

    /** A decoder of JPEG may leave out every second pixel for all three: our tool does, too. */
    static List<Job> all() {
        return List.of(
                upscale("jpg"),
                upscale("png"),
                new Job(
                        "resize to a quarter, JPEG",
                        "jpg",
                        "jpg",
                        "resize",
                        Map.of("factor", 0.25),
                        List.of("-filter", "Box", "-resize", "25%"),
                        List.of("shrink", "IN[shrink=2]", "OUT", "2", "2")),
                new Job(
                        "resize to a quarter, PNG",
                        "png",
                        "png",
                        "resize",
                        Map.of("factor", 0.25),
                        List.of("-filter", "Box", "-resize", "25%"),
                        List.of("shrink", "IN", "OUT", "4", "4")),
                convert("png", "jpg", "jpeg"),
                convert("jpg", "png", "png"),
                convert("png", "webp", "webp"));
    }

    private static Job upscale(String format) {
        return new Job(
                "upscale 2 ×, " + format.toUpperCase(Locale.ROOT).replace("JPG", "JPEG"),
                format,
                format,
                "upscale",
                Map.of("scale", 2),
                List.of("-filter", "Lanczos", "-define", "filter:lobes=4", "-resize", "200%"),
                List.of("resize", "IN", "OUT", "2", "--kernel", "lanczos3"));
    }

    private static Job convert(String from, String to, String format) {
        return new Job(
                "convert %s to %s".formatted(from.toUpperCase(Locale.ROOT).replace("JPG", "JPEG"), format),
                from,
                to,
                "convert",
                Map.of("format", format, "quality", 95),
                List.of(),
                List.of("copy", "IN", "OUT"));
    }

    List<String> magickSettings() {
        return MAGICK_SETTINGS.getOrDefault(result, List.of());
    }

    String vipsSettings() {
        return VIPS_SETTINGS.getOrDefault(result, "");
    }
}
