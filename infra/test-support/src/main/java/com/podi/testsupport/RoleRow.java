package com.podi.testsupport;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line of a {@link RoleMatrix}. */
record RoleRow(List<Integer> statuses, String route) {

    enum Caller {
        ANONYMOUS,
        USER,
        OTHER_USER,
        ADMIN,
        SERVICE
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");
    private static final String CELLS = " *\\| *";

    static List<RoleRow> parse(String table) {
        List<String> lines = table.strip().lines().map(String::strip).toList();
        if (!String.join(" | ", lines.get(0).split(CELLS)).equals(RoleMatrix.HEAD)) {
            throw new IllegalArgumentException("a table begins with " + RoleMatrix.HEAD + ", not " + lines.get(0));
        }
        return lines.stream().skip(1).map(RoleRow::row).toList();
    }

    private static RoleRow row(String line) {
        int callers = Caller.values().length;
        String[] cells = line.split(CELLS, callers + 1);
        if (cells.length != callers + 1) {
            throw new IllegalArgumentException("not a line of a table: " + line);
        }
        return new RoleRow(
                Arrays.stream(cells).limit(callers).map(Integer::valueOf).toList(), cells[callers]);
    }

    int expected(Caller caller) {
        return statuses.get(caller.ordinal());
    }

    String method() {
        return parts()[0];
    }

    /** With the query, if there is one. */
    String target() {
        return parts()[1];
    }

    String path() {
        return target().split("\\?")[0];
    }

    @Nullable
    String body() {
        String[] parts = parts();
        return parts.length < 3 ? null : parts[2];
    }

    RoleRow filled(Map<String, UnaryOperator<String>> things, String owner) {
        Map<String, String> made = new HashMap<>();
        return new RoleRow(
                statuses,
                PLACEHOLDER
                        .matcher(route)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                made.computeIfAbsent(found.group(1), name -> make(things.get(name), name, owner)))));
    }

    private String make(@Nullable UnaryOperator<String> thing, String name, String owner) {
        if (thing == null) {
            throw new IllegalArgumentException("nobody has said what {" + name + "} is: " + route);
        }
        return thing.apply(owner);
    }

    private String[] parts() {
        return route.split(" ", 3);
    }
}
