package com.podi.benchmarks.tools;

import com.podi.benchmarks.Scratch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code mogrify}, which takes all pictures in one process. */
final class ImageMagick implements Contestant {

    private final Path mogrify;

    ImageMagick(Path mogrify) {
        this.mogrify = mogrify;
    }

    @Override
    public Effort run(Job job, List<Path> pictures, Path results) {
        List<String> command = new ArrayList<>(List.of(mogrify.toString()));
        if (job.tool().equals("resize") && job.source().equals("jpg")) {
            command.addAll(List.of("-define", "jpeg:size=" + Samples.WIDTH / 2 + "x" + Samples.HEIGHT / 2));
        }
        command.addAll(List.of("-path", results.toString(), "-format", job.result()));
        command.addAll(job.magick());
        command.addAll(job.magickSettings());
        pictures.forEach(picture -> command.add(picture.toString()));
        Program.Run run = Program.run(command, results);
        String name = pictures.get(0).getFileName().toString();
        Path result = results.resolve(name.replaceFirst("[^.]+$", job.result()));
        return new Effort(run.seconds(), run.peakMb(), Scratch.megabytes(result));
    }
}
