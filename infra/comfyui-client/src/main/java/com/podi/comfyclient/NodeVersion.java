package com.podi.comfyclient;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The release of a node, as numbers; what cannot be read counts as older than all others. */
public record NodeVersion(int major, int minor, int patch, String text) implements Comparable<NodeVersion> {

    private static final Pattern NUMBERS = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

    /** Takes a prompt id of ours. */
    static final NodeVersion OWN_PROMPT_ID = new NodeVersion(0, 3, 45, "");
    /** Cancels a prompt in one step, wherever it is. */
    static final NodeVersion CANCEL_JOB = new NodeVersion(0, 26, 0, "");

    static NodeVersion of(String text) {
        Matcher matcher = NUMBERS.matcher(text.strip());
        return matcher.matches()
                ? new NodeVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)),
                        text)
                : new NodeVersion(0, 0, 0, text);
    }

    boolean since(NodeVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(NodeVersion other) {
        return Arrays.compare(new int[] {major, minor, patch}, new int[] {other.major, other.minor, other.patch});
    }

    @Override
    public String toString() {
        return text;
    }
}
