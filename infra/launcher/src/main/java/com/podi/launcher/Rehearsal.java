package com.podi.launcher;

import com.podi.parts.Jdk;
import com.podi.parts.Leash;
import com.podi.parts.Part;
import com.podi.parts.PartFailedException;
import com.podi.parts.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts every service once beside throw-away data, so that it leaves a class archive behind. */
final class Rehearsal {
    private final Path checkout;
    private final Jdk jdk;

    Rehearsal(Path checkout, Jdk jdk) {
        this.checkout = checkout;
        this.jdk = jdk;
    }

    void run(PrintStream out) {
        Path data = temporaryDirectory();
        SuiteSettings settings = new SuiteSettings(
                checkout, data, jdk, Map.of("PODI_PORT", Integer.toString(Ports.freeBlock(SuiteSettings.PORTS))));
        List<Part> parts = new Blueprint(settings, new Secrets(data.resolve("secrets")))
                .components().stream().map(Component::part).toList();
        List<SpringService> outdated = parts.stream()
                .filter(SpringService.class::isInstance)
                .map(SpringService.class::cast)
                .filter(this::isOutdated)
                .toList();
        if (outdated.isEmpty()) {
            return;
        }
        try (Leash leash = new Leash(data)) {
            parts.stream()
                    .filter(part ->
                            part.name().equals("postgresql") || part.name().equals("kafka"))
                    .forEach(part -> part.start(leash::hold));
            int processors = Runtime.getRuntime().availableProcessors();
            Together.run(outdated, processors, service -> rehearse(service, out));
        }
    }

    /** Without an archive a service starts slower, and no worse. */
    private static void rehearse(SpringService service, PrintStream out) {
        try {
            Files.deleteIfExists(service.archive().file());
            service.rehearsal().run();
        } catch (IOException | PartFailedException e) {
            out.println("no class archive: " + e.getMessage());
        }
    }

    private boolean isOutdated(SpringService service) {
        try (Stream<Path> libraries = Files.list(checkout.resolve("target/podi/lib"))) {
            long archived = Files.exists(service.archive().file())
                    ? modified(service.archive().file())
                    : 0;
            return Stream.concat(Stream.of(service.jar()), libraries).anyMatch(jar -> modified(jar) > archived);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("podi-rehearsal");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
