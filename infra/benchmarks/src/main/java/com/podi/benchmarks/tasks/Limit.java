package com.podi.benchmarks.tasks;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.Processor;
import com.podi.benchmarks.Scratch;
import com.podi.parts.Child;
import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Program;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Q6: whether several processes together ever run more tasks of an executor than it takes at once. */
final class Limit {

    private static final int PROCESSES = 3;
    private static final int PLACES = 5;

    private Limit() {}

    static void measure(int tasks) {
        Database database = RealParts.database();
        Path directory = Scratch.directory();
        try (Engine migrated = new Engine(database);
                TaskTable table = new TaskTable(database);
                Leash leash = new Leash(directory)) {
            table.limit(NoOp.NODE, PLACES);
            table.queue(NoOp.NODE, "user", 7, tasks, 0);
            table.settle();
            Processor processor = Processor.watch();
            List<Child> claimers = IntStream.range(0, PROCESSES)
                    .mapToObj(number -> claimer(number, database, directory, leash))
                    .toList();
            long most = 0;
            long looks = 0;
            while (claimers.stream().anyMatch(Child::isAlive)) {
                most = Math.max(most, table.count("status = 'running'"));
                looks++;
            }
            long completed = table.count("status = 'completed' and attempt = 1");
            System.out.printf(
                    "%nQ6: %d processes claim in a lane of %d places: at most %d tasks running in %,d looks at the database"
                            + " (goal: never more than %d; %s); %,d of %,d tasks completed at the first attempt, by %s processes;"
                            + " others used %.0f %% of the processors.%n",
                    PROCESSES,
                    PLACES,
                    most,
                    looks,
                    PLACES,
                    Goal.word(most <= PLACES && most > 0 && completed == tasks),
                    completed,
                    tasks,
                    claimers.size(),
                    processor.othersPercent());
        }
    }

    private static Child claimer(int number, Database database, Path directory, Leash leash) {
        Child child = new Program(
                        "claimer-" + number,
                        List.of(
                                Jdk.current().home().resolve("bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Claimer.class.getName(),
                                NoOp.NODE),
                        Map.of(
                                "PODI_DB_URL", database.jdbcUrl(),
                                "PODI_DB_USER", database.user(),
                                "PODI_DB_PASSWORD", database.password()),
                        directory,
                        directory.resolve("claimer-%d.log".formatted(number)))
                .launch();
        leash.hold(child);
        return child;
    }
}
