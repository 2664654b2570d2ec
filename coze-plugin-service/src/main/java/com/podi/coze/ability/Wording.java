package com.podi.coze.ability;

import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** Texts that are as long as Coze takes them. */
final class Wording {

    private static final Pattern NOT_FOR_PEOPLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\\s]+");
    private static final String CUT = "…";

    private Wording() {}

    /** @param tail stays whole as far as there is room, for it says what one has to know */
    static String inCharacters(String head, String tail, int longest) {
        return fitted(clean(head), clean(tail), longest, String::length);
    }

    static String inBytes(String head, String tail, int longest) {
        return fitted(clean(head), clean(tail), longest, text -> text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static String fitted(String head, String tail, int longest, ToIntFunction<String> length) {
        String end = cut(tail, longest * 3 / 4, length);
        String space = head.isEmpty() || end.isEmpty() ? "" : " ";
        return cut(head, longest - length.applyAsInt(space + end), length) + space + end;
    }

    /** Not within a character, however many bytes or halves it has. */
    private static String cut(String text, int longest, ToIntFunction<String> length) {
        if (length.applyAsInt(text) <= longest) {
            return text;
        }
        int end = text.length();
        while (end > 0 && length.applyAsInt(text.substring(0, end) + CUT) > longest) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + CUT;
    }

    private static String clean(String text) {
        return NOT_FOR_PEOPLE.matcher(text).replaceAll(" ").strip();
    }
}
