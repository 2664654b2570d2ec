package com.podi.comfydouble;

import com.podi.comfydouble.NodeType.Context;
import com.podi.comfydouble.NodeType.Input;
import com.podi.comfydouble.NodeType.Result;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The classes that need no model, and a slow one. */
final class NodeTypes {

    private static final List<String> METHODS = List.of("nearest-exact", "bilinear", "area", "bicubic", "lanczos");
    private static final int LARGEST = 16_384;

    private final Map<String, NodeType> types = new LinkedHashMap<>();

    NodeTypes() {
        add("LoadImage", List.of("IMAGE", "MASK"), false, NodeTypes::load, "image", choice(null));
        add(
                "EmptyImage",
                List.of("IMAGE"),
                false,
                NodeTypes::empty,
                "width",
                whole(1, LARGEST),
                "height",
                whole(1, LARGEST),
                "batch_size",
                whole(1, 4096),
                "color",
                whole(0, 0xFFFFFF));
        add(
                "ImageScaleBy",
                List.of("IMAGE"),
                false,
                (context, in) -> pictures(
                        in,
                        "image",
                        picture -> Pictures.scaled(
                                picture, number(in, "scale_by"), String.valueOf(in.get("upscale_method")))),
                "image",
                link("IMAGE"),
                "upscale_method",
                choice(METHODS),
                "scale_by",
                fraction(0.01, 8.0));
        add(
                "ImageInvert",
                List.of("IMAGE"),
                false,
                (context, in) -> pictures(in, "image", Pictures::inverted),
                "image",
                link("IMAGE"));
        add(
                "ImageBlur",
                List.of("IMAGE"),
                false,
                (context, in) -> pictures(
                        in,
                        "image",
                        picture -> Pictures.blurred(picture, (int) number(in, "blur_radius"), number(in, "sigma"))),
                "image",
                link("IMAGE"),
                "blur_radius",
                whole(1, 31),
                "sigma",
                fraction(0.1, 10.0));
        add(
                "ImageSharpen",
                List.of("IMAGE"),
                false,
                (context, in) -> pictures(
                        in,
                        "image",
                        picture -> Pictures.sharpened(
                                picture, (int) number(in, "sharpen_radius"), number(in, "sigma"), number(in, "alpha"))),
                "image",
                link("IMAGE"),
                "sharpen_radius",
                whole(1, 31),
                "sigma",
                fraction(0.1, 10.0),
                "alpha",
                fraction(0.0, 5.0));
        add(
                "JoinImageWithAlpha",
                List.of("IMAGE"),
                false,
                NodeTypes::join,
                "image",
                link("IMAGE"),
                "alpha",
                link("MASK"));
        add("ImageBatch", List.of("IMAGE"), false, NodeTypes::batch, "image1", link("IMAGE"), "image2", link("IMAGE"));
        add(
                "SaveImage",
                List.of(),
                true,
                (context, in) -> save(context, in, "output", String.valueOf(in.get("filename_prefix"))),
                "images",
                link("IMAGE"),
                "filename_prefix",
                text());
        add(
                "PreviewImage",
                List.of(),
                true,
                (context, in) -> save(context, in, "temp", "ComfyUI_temp_double"),
                "images",
                link("IMAGE"));
        add(
                "PodiSlow",
                List.of("IMAGE"),
                false,
                NodeTypes::slow,
                "image",
                link("IMAGE"),
                "steps",
                whole(1, 1000),
                "pause_ms",
                whole(0, 60_000));
    }

    Optional<NodeType> find(String name) {
        return Optional.ofNullable(types.get(name));
    }

    Iterable<NodeType> all() {
        return types.values();
    }

    private void add(String name, List<String> outputs, boolean output, NodeType.Work work, Object... inputs) {
        Map<String, Input> byName = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i += 2) {
            byName.put((String) inputs[i], (Input) inputs[i + 1]);
        }
        types.put(name, new NodeType(name, byName, outputs, output, work));
    }

    private static Input link(String type) {
        return new Input(type, true, null, null, null);
    }

    private static Input whole(int min, int max) {
        return new Input("INT", true, null, min, max);
    }

    private static Input fraction(double min, double max) {
        return new Input("FLOAT", true, null, min, max);
    }

    private static Input text() {
        return new Input("STRING", true, null, null, null);
    }

    private static Input choice(@Nullable List<String> choices) {
        return new Input("CHOICE", true, choices, null, null);
    }

    private interface Change {
        BufferedImage of(BufferedImage picture) throws NodeFailure;
    }

    private static Result pictures(Map<String, Object> inputs, String name, Change change) throws NodeFailure {
        List<BufferedImage> changed = new ArrayList<>();
        for (BufferedImage picture : batch(inputs, name)) {
            changed.add(change.of(picture));
        }
        return new Result(List.of(changed), null);
    }

    @SuppressWarnings("unchecked")
    private static List<BufferedImage> batch(Map<String, Object> inputs, String name) {
        return (List<BufferedImage>) inputs.get(name);
    }

    private static double number(Map<String, Object> inputs, String name) {
        return Double.parseDouble(String.valueOf(inputs.get(name)));
    }

    private static Result load(Context context, Map<String, Object> inputs) throws NodeFailure {
        Path file = context.folders()
                .annotated(String.valueOf(inputs.get("image")))
                .orElseThrow(() -> new NodeFailure("FileNotFoundError", "outside"));
        try {
            BufferedImage picture = ImageIO.read(file.toFile());
            if (picture == null) {
                throw new NodeFailure("PIL.UnidentifiedImageError", "cannot identify image file '" + file + "'");
            }
            return new Result(List.of(List.of(Pictures.colours(picture)), List.of(Pictures.mask(picture))), null);
        } catch (IOException e) {
            throw new NodeFailure("PIL.UnidentifiedImageError", "cannot identify image file '" + file + "'");
        }
    }

    private static Result empty(Context context, Map<String, Object> inputs) {
        List<BufferedImage> batch = new ArrayList<>();
        for (int i = 0; i < number(inputs, "batch_size"); i++) {
            batch.add(Pictures.plain(
                    (int) number(inputs, "width"), (int) number(inputs, "height"), (int) number(inputs, "color")));
        }
        return new Result(List.of(batch), null);
    }

    private static Result join(Context context, Map<String, Object> inputs) throws NodeFailure {
        BufferedImage mask = batch(inputs, "alpha").get(0);
        return pictures(inputs, "image", picture -> Pictures.joined(picture, mask));
    }

    /** The second takes the size of the first. */
    private static Result batch(Context context, Map<String, Object> inputs) {
        List<BufferedImage> both = new ArrayList<>(batch(inputs, "image1"));
        BufferedImage first = both.get(0);
        batch(inputs, "image2")
                .forEach(picture ->
                        both.add(Pictures.resized(picture, first.getWidth(), first.getHeight(), "bilinear")));
        return new Result(List.of(both), null);
    }

    private static Result slow(Context context, Map<String, Object> inputs) throws Signals.Interrupted {
        int steps = (int) number(inputs, "steps");
        for (int step = 1; step <= steps; step++) {
            try {
                Thread.sleep((long) number(inputs, "pause_ms"));
            } catch (InterruptedException restarted) {
                throw new Signals.Gone();
            }
            context.progress(step, steps);
        }
        return new Result(List.of(batch(inputs, "image")), null);
    }

    private static Result save(Context context, Map<String, Object> inputs, String type, String prefix)
            throws NodeFailure {
        List<BufferedImage> batch = batch(inputs, "images");
        BufferedImage first = batch.get(0);
        Folders.Place place =
                context.folders().next(type, prefix, first.getWidth(), first.getHeight(), LocalDateTime.now());
        ObjectNode ui = Json.object();
        ArrayNode images = ui.putArray("images");
        for (int number = 0; number < batch.size(); number++) {
            String name = place.name(number);
            try {
                Files.write(place.folder().resolve(name), Pictures.png(batch.get(number), context.prompt()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            images.addObject()
                    .put("filename", name)
                    .put("subfolder", place.subfolder())
                    .put("type", type);
        }
        return new Result(List.of(), ui);
    }
}
