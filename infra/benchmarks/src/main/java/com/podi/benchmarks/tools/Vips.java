package com.podi.benchmarks.tools;

import com.podi.benchmarks.Scratch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code vips}, which takes one picture a process: what it takes to start is measured and left out. */
final class Vips implements Contestant {

    private final Path vips;
    private final double startSeconds;

    Vips(Path vips, Path tiny, Path results) {
        this.vips = vips;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            List<String> nothing = List.of(
                    vips.toString(),
                    "copy",
                    tiny.toString(),
                    results.resolve("tiny.png").toString());
            least = Math.min(least, Program.run(nothing, results).seconds());
        }
        this.startSeconds = least;
    }

    double startSeconds() {
        return startSeconds;
    }

    @Override
    public Effort run(Job job, List<Path> pictures, Path results) {
        double seconds = 0;
        double peak = 0;
        Path result = results.resolve("vips." + job.result());
        for (Path picture : pictures) {
            String out = result + job.vipsSettings();
            List<String> command = new ArrayList<>(List.of(vips.toString()));
            job.vips()
                    .forEach(word ->
                            command.add(word.replace("IN", picture.toString()).replace("OUT", out)));
            Program.Run run = Program.run(command, results);
            seconds += run.seconds() - startSeconds;
            peak = Math.max(peak, run.peakMb());
        }
        return new Effort(seconds, peak, Scratch.megabytes(result));
    }
}
