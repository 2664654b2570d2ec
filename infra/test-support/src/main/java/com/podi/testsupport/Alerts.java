package com.podi.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The rules of {@code infra/monitoring}. */
public final class Alerts {

    private static final Pattern FIGURE = Pattern.compile("podi_\\w+");

    private Alerts() {}

    /** Which figures the rules of a file ask for. */
    public static List<String> figuresOf(String file) {
        Path rules = Path.of(System.getProperty("podi.root"), "infra/monitoring", file);
        try {
            return FIGURE.matcher(Files.readString(rules))
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
