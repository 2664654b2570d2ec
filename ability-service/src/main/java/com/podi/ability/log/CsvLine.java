package com.podi.ability.log;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * A line of a CSV file (RFC 4180). A spreadsheet takes what begins with certain characters for a formula, and a terminal
 * obeys control characters: here both are only text.
 */
record CsvLine(List<String> cells) {

    /** Also as they are typed in China and Japan. */
    private static final String FORMULA_BEGINS = "=+-@＝＋－＠";

    void writeTo(Writer out) throws IOException {
        String separator = "";
        for (String cell : cells) {
            out.write(separator);
            out.write(written(cell));
            separator = ",";
        }
        out.write("\r\n");
    }

    private static String written(String cell) {
        String harmless = visible(cell);
        String seen = harmless.strip();
        if (!seen.isEmpty() && FORMULA_BEGINS.indexOf(seen.charAt(0)) >= 0) {
            harmless = "'" + harmless;
        }
        return harmless.indexOf(',') < 0 && harmless.indexOf('"') < 0
                ? harmless
                : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    private static String visible(String cell) {
        if (cell.chars().noneMatch(Character::isISOControl)) {
            return cell;
        }
        StringBuilder visible = new StringBuilder(cell.length());
        cell.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                visible.append("\\u%04x".formatted(c));
            } else {
                visible.append((char) c);
            }
        });
        return visible.toString();
    }
}
