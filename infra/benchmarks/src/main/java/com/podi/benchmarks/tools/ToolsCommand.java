package com.podi.benchmarks.tools;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Processor;
import com.podi.benchmarks.Scratch;
import com.podi.benchmarks.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The built-in tools beside ImageMagick and libvips, on the same pictures. */
@Command(
        name = "tools",
        description = "Pictures a second of the built-in tools, and the memory a process takes for one.",
        mixinStandardHelpOptions = true)
public final class ToolsCommand implements Callable<Integer> {

    private static final double GOAL = 0.7;
    private static final String OURS = "ours";
    private static final String MAGICK = "ImageMagick";
    private static final String VIPS = "libvips";

    @Option(names = "--pictures", defaultValue = "3", description = "of each round; default: ${DEFAULT-VALUE}")
    private int pictures;

    @Option(names = "--rounds", defaultValue = "5", description = "after one to warm up; default: ${DEFAULT-VALUE}")
    private int rounds;

    @Override
    public Integer call() throws IOException {
        Path mogrify = Tools.require("mogrify", "imagemagick");
        Path vips = Tools.require("vips", "libvips-tools");
        Path directory = Scratch.directory();
        Processor processor = Processor.watch();
        try (OurTools ours = new OurTools()) {
            Vips libvips = new Vips(vips, Samples.tiny(directory), directory);
            Map<String, Contestant> contestants = new LinkedHashMap<>();
            contestants.put(OURS, ours);
            contestants.put(MAGICK, new ImageMagick(mogrify));
            contestants.put(VIPS, libvips);
            measure(contestants, directory);
            System.out.printf(
                    "%nPictures of %d x %d, %d a round, medians of %d rounds after one to warm up, JDK %d, %d processors; %s, %s."
                            + " A start of vips takes %.0f ms, which are left out. Memory is that of whole processes: ours is a fresh"
                            + " JVM that does one picture, its runtime included. Others used %.0f %% of the processors.%n",
                    Samples.WIDTH,
                    Samples.HEIGHT,
                    pictures,
                    rounds,
                    Runtime.version().feature(),
                    Runtime.getRuntime().availableProcessors(),
                    version(mogrify.toString(), "-version"),
                    version(vips.toString(), "--version"),
                    libvips.startSeconds() * 1000,
                    processor.othersPercent());
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
        return 0;
    }

    private void measure(Map<String, Contestant> contestants, Path directory) {
        MarkdownTable table = new MarkdownTable(
                "pictures a second",
                OURS,
                MAGICK,
                VIPS,
                "ours to the faster",
                "goal",
                "MB of a result: ours / " + MAGICK + " / " + VIPS,
                "peak MB of the process");
        Path results = results(directory);
        Map<String, List<Path>> samples = Map.of(
                "jpg", Samples.write("jpg", pictures, directory), "png", Samples.write("png", pictures, directory));
        for (Job job : Job.all()) {
            System.err.println(job.name());
            Medians speed = new Medians();
            Medians memory = new Medians();
            Map<String, Double> size = new HashMap<>();
            for (int round = 0; round <= rounds; round++) {
                contestants.forEach((name, contestant) -> {
                    Contestant.Effort effort = contestant.run(job, samples.get(job.source()), results);
                    speed.add(name, pictures / effort.seconds());
                    memory.add(name, effort.peakMb());
                    size.put(name, effort.resultMb());
                });
                if (round == 0) {
                    speed.forget();
                    memory.forget();
                }
            }
            double ratio = speed.of(OURS) / Math.max(speed.of(MAGICK), speed.of(VIPS));
            table.row(
                    job.name(),
                    "%.2f".formatted(speed.of(OURS)),
                    "%.2f".formatted(speed.of(MAGICK)),
                    "%.2f".formatted(speed.of(VIPS)),
                    "%.2f".formatted(ratio),
                    "≥ %.1f: %s".formatted(GOAL, Goal.word(ratio >= GOAL)),
                    "%.1f / %.1f / %.1f".formatted(size.get(OURS), size.get(MAGICK), size.get(VIPS)),
                    "%.0f / %.0f / %.0f".formatted(memory.of(OURS), memory.of(MAGICK), memory.of(VIPS)));
        }
        System.out.printf("%n%s%n", table);
    }

    /** Apart from the samples: not all of them ask before they write over something. */
    private static Path results(Path directory) {
        try {
            return Files.createDirectory(directory.resolve("results"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String version(String program, String option) {
        String said = Tools.output(List.of(program, option)).lines().findFirst().orElse(program);
        return said.replaceFirst("^Version: ", "")
                .replaceFirst(" Q16.*$", " Q16")
                .strip();
    }
}
