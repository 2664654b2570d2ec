package com.podi.ability.form;

import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What JSON may say and nobody can keep: numbers beyond any double, NUL characters, halves of characters. */
public final class Unstorable {

    private static final Text TOO_LARGE = new Text("数字超出范围", "is not a number that can be kept");
    private static final Text BROKEN_TEXT = new Text("文本不能包含空字符或不完整的字符", "must not contain NUL or half of a character");

    private Unstorable() {}

    /** @return the first one, by its path; nesting is bounded where JSON is read */
    public static Optional<ErrorDetail> in(String path, JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .flatMap(member -> (isBroken(member.getKey())
                                    ? Optional.of(new ErrorDetail(path, BROKEN_TEXT))
                                    : in(path + "." + member.getKey(), member.getValue()))
                            .stream())
                    .findFirst();
        }
        if (value.isArray()) {
            for (int place = 0; place < value.size(); place++) {
                Optional<ErrorDetail> found = in(path + "[" + place + "]", value.get(place));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        if (value.isFloatingPointNumber() && !value.isBigDecimal() && !Double.isFinite(value.doubleValue())) {
            return Optional.of(new ErrorDetail(path, TOO_LARGE));
        }
        return value.isString() && isBroken(value.stringValue())
                ? Optional.of(new ErrorDetail(path, BROKEN_TEXT))
                : Optional.empty();
    }

    private static boolean isBroken(String text) {
        return text.indexOf('\0') >= 0
                || text.codePoints()
                        .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
