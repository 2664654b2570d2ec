package com.podi.coze.ability;

import com.podi.coze.access.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that Coze takes. They depend on nothing but what they name, so that they are the same for ever. */
final class Names {

    private static final int LONGEST_OPERATION = 30;
    private static final int LONGEST_FIELD = 64;
    private static final int DIGITS = 6;
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_]{1,64}");

    /** Of the tools that are always there. */
    private static final Set<String> TAKEN = Set.of("podi_task_get", "podi_queue_summary");

    private Names() {}

    /** A name that does not say everything ends with a digest of what it stands for. */
    static String operation(String provider, String capabilityKey) {
        String full = "podi_" + provider + "_" + capabilityKey;
        String name = plain(full);
        return name.equals(full) && name.length() <= LONGEST_OPERATION && !TAKEN.contains(name)
                ? name
                : digested(name, full, LONGEST_OPERATION);
    }

    /** @param taken by what is not of the form */
    static String field(String name, Set<String> taken) {
        if (FIELD.matcher(name).matches() && !taken.contains(name)) {
            return name;
        }
        return digested("input_" + plain(name), name, LONGEST_FIELD);
    }

    private static String plain(String text) {
        return text.replaceAll("[^A-Za-z0-9_]", "_");
    }

    private static String digested(String name, String of, int longest) {
        String head = name.substring(0, Math.min(name.length(), longest - DIGITS - 1));
        return head + "_" + Fingerprint.of(of.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }
}
