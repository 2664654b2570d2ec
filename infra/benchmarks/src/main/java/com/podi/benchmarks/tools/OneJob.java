package com.podi.benchmarks.tools;

import com.podi.parts.Jdk;
import java.nio.file.Path;
import java.util.List;

/** One picture in a process of its own, so that its memory can be held against that of other programs. */
final class OneJob {

    private OneJob() {}

    /** As much heap as the launcher gives the service that the tools run in. */
    static double peakMb(Job job, Path picture, Path results) {
        List<String> command = List.of(
                Jdk.current().home().resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-Dlogback.configurationFile=com/podi/benchmarks/logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                OneJob.class.getName(),
                job.name(),
                picture.toString(),
                results.toString());
        return Program.run(command, results).peakMb();
    }

    public static void main(String[] arguments) {
        Job job = Job.all().stream()
                .filter(known -> known.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow();
        try (OurTools tools = new OurTools()) {
            tools.apply(job, Path.of(arguments[1]), Path.of(arguments[2]));
        }
    }
}
