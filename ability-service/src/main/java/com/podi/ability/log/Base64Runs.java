package com.podi.ability.log;

/**
 * Finds Base64 in a text, also the alphabet for URLs and also when it is broken into lines, escaped as in a JSON string or
 * percent-encoded as in a link. No character is looked at more than a few times.
 */
final class Base64Runs {

    private static final int SHORTEST = 120;

    /** Words are shorter: only what is as long as this goes on in the next line. */
    private static final int SHORTEST_LINE = 40;

    private static final int LONGEST_GAP = 8;

    /** Behind it everything is Base64, however short. */
    private static final String DATA = ";base64,";

    private final String text;
    private final StringBuilder masked;

    /** Where the unit begins that is looked at, and where it ends. */
    private int at;

    private int end;

    private Base64Runs(String text) {
        this.text = text;
        this.masked = new StringBuilder(text.length());
    }

    static String masked(String text) {
        return new Base64Runs(text).mask();
    }

    private enum Unit {
        DIGIT,
        SPACE,
        LINE_END,
        OTHER
    }

    private String mask() {
        int copied = 0;
        while (at < text.length()) {
            boolean isData = text.regionMatches(true, at, DATA, 0, DATA.length());
            if (isData) {
                at += DATA.length();
            }
            if (next() == Unit.DIGIT) {
                int start = at;
                int digits = run(isData ? 1 : SHORTEST_LINE);
                if (isData || digits >= SHORTEST) {
                    masked.append(text, copied, start).append("[base64 %d]".formatted(digits));
                    copied = at;
                }
            } else if (!isData) {
                at = end;
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }

    /**
     * @param shortestLine that has to be one of several; the last one may be shorter, but not behind a mere space
     * @return how many digits there are from here on
     */
    private int run(int shortestLine) {
        int digits = line();
        int afterLine = at;
        for (int line = digits; line >= shortestLine; ) {
            Unit gap = gap();
            line = gap == Unit.OTHER ? 0 : line();
            if (line == 0 || gap == Unit.SPACE && line < SHORTEST_LINE) {
                break;
            }
            digits += line;
            afterLine = at;
        }
        at = afterLine;
        return digits;
    }

    private int line() {
        int digits = 0;
        while (next() == Unit.DIGIT) {
            digits++;
            at = end;
        }
        return digits;
    }

    /** @return other if there is none, or one that is too long for a line of Base64 */
    private Unit gap() {
        Unit gap = Unit.OTHER;
        int length = 0;
        for (Unit unit = next(); unit == Unit.SPACE || unit == Unit.LINE_END; unit = next()) {
            if (++length > LONGEST_GAP) {
                return Unit.OTHER;
            }
            gap = gap == Unit.LINE_END ? gap : unit;
            at = end;
        }
        return gap;
    }

    private Unit next() {
        if (at >= text.length()) {
            end = at;
            return Unit.OTHER;
        }
        char c = text.charAt(at);
        end = at + 1;
        if (isDigit(c)) {
            return Unit.DIGIT;
        }
        if (Character.isWhitespace(c)) {
            return whitespace(c);
        }
        return switch (c) {
            case '\\' -> escaped();
            case '%' -> percentEncoded();
            default -> Unit.OTHER;
        };
    }

    private static boolean isDigit(char c) {
        return c >= 'A' && c <= 'Z'
                || c >= 'a' && c <= 'z'
                || c >= '0' && c <= '9'
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_'
                || c == '=';
    }

    /** Once, or as often as the JSON stood in JSON. */
    private Unit escaped() {
        while (end < text.length() && text.charAt(end) == '\\') {
            end++;
        }
        if (end == text.length()) {
            return Unit.OTHER;
        }
        return switch (text.charAt(end++)) {
            case 'n', 'r' -> Unit.LINE_END;
            case 't' -> Unit.SPACE;
            case '/' -> Unit.DIGIT;
            case 'u' -> encoded(4);
            default -> {
                end--;
                yield Unit.OTHER;
            }
        };
    }

    private Unit percentEncoded() {
        return encoded(2);
    }

    private Unit encoded(int hexDigits) {
        if (end + hexDigits > text.length()) {
            return Unit.OTHER;
        }
        int value = 0;
        for (int i = end; i < end + hexDigits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return Unit.OTHER;
            }
            value = 16 * value + digit;
        }
        end += hexDigits;
        if (isDigit((char) value)) {
            return Unit.DIGIT;
        }
        return Character.isWhitespace((char) value) ? whitespace((char) value) : Unit.OTHER;
    }

    private static Unit whitespace(char c) {
        return c == '\n' || c == '\r' ? Unit.LINE_END : Unit.SPACE;
    }
}
