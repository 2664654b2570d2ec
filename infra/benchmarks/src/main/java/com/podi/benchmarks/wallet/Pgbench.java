package com.podi.benchmarks.wallet;

import com.podi.benchmarks.Tools;
import com.podi.testsupport.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Freeze and confirm in plain SQL, with prepared statements and without anything in between. */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([\\d.]+)");

    private final Path program = Tools.require("pgbench", "postgresql-contrib");
    private final Path script;
    private final String address;
    private int run;

    Pgbench(Database database) {
        address = database.jdbcUrl()
                .replace("jdbc:postgresql://", "postgresql://%s:%s@".formatted(database.user(), database.password()));
        try (InputStream resource = Pgbench.class.getResourceAsStream("pair.sql")) {
            script = Files.createTempFile("pair", ".sql");
            script.toFile().deleteOnExit();
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return pairs a second */
    double run(int clients, int accounts, Duration duration) {
        String output = Tools.output(List.of(
                program.toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--file=" + script,
                "--client=" + clients,
                "--jobs=1",
                "--time=" + duration.toSeconds(),
                "--define=n=0",
                "--define=run=" + ++run,
                "--define=accounts=" + accounts,
                address));
        Matcher rate = RATE.matcher(output);
        if (!rate.find() || output.contains("ERROR")) {
            throw new IllegalStateException("pgbench said:\n" + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
