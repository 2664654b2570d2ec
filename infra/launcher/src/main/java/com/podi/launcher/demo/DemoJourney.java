package com.podi.launcher.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The steps of the demo, through the gateway as any client would go. */
final class DemoJourney {
    private final String adminPassword;

    DemoJourney(String adminPassword) {
        this.adminPassword = adminPassword;
    }

    void run(URI gateway, Path outputDir, PrintStream out) throws IOException {
        Files.createDirectories(outputDir);
        out.printf("The suite answers at %s; pictures go to %s.%n", gateway, outputDir);
    }
}
