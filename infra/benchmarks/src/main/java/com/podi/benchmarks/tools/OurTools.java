package com.podi.benchmarks.tools;

import com.podi.benchmarks.Scratch;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The built-in tools as a task runs them, from file to file, in this process; their memory is counted in one of its own. */
final class OurTools implements Contestant, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Reports NOBODY_LISTENS = new Reports() {
        @Override
        public void progress(int percent) {}

        @Override
        public void log(Level level, Text line) {}

        @Override
        public void keep(String handle) {}
    };

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final Executor executor;

    OurTools() {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("bench", Map.of("podi.task-worker.tools-memory", "2GB")));
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.scan("com.podi.taskworker.executor.podi");
        context.refresh();
        executor = context.getBean(Executor.class);
    }

    @Override
    public Effort run(Job job, List<Path> pictures, Path results) {
        double seconds = 0;
        double resultMb = 0;
        for (Path picture : pictures) {
            Applied applied = apply(job, picture, results);
            seconds += applied.seconds();
            resultMb = applied.resultMb();
        }
        return new Effort(seconds, OneJob.peakMb(job, pictures.get(0), results), resultMb);
    }

    record Applied(double seconds, double resultMb) {}

    Applied apply(Job job, Path picture, Path results) {
        Execution execution = execution(job, picture, results);
        try {
            long began = System.nanoTime();
            Output output = executor.run(execution).outputs().get(0);
            double seconds = (System.nanoTime() - began) / 1e9;
            Path result = ((Output.InFile) output.source()).file();
            Applied applied = new Applied(seconds, Scratch.megabytes(result));
            Files.delete(result);
            return applied;
        } catch (Exception failure) {
            throw new IllegalStateException(job.name(), failure);
        }
    }

    private static Execution execution(Job job, Path picture, Path results) {
        try {
            return new Execution(
                    "bench",
                    "bench",
                    job.tool(),
                    JSON.valueToTree(job.inputs()),
                    List.of(new Execution.Picture("image", picture, "image/" + job.source())),
                    null,
                    null,
                    1,
                    Instant.MAX,
                    null,
                    Files.createTempDirectory(results, "ours"),
                    NOBODY_LISTENS);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
