package com.podi.starter.web;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import org.jspecify.annotations.Nullable;

/** Text that PostgreSQL takes; what it would refuse is refused before others wait for it. */
public final class StorableText {

    static final Text NUL_CHARACTER = new Text("文本不能包含空字符", "Text must not contain the NUL character");

    private static final Text HALF_CHARACTER = new Text("文本包含不完整的字符", "Text contains half of a character");

    private StorableText() {}

    public static void require(String field, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw ErrorCode.BAD_PARAMETER.at(field, NUL_CHARACTER);
        }
        // Written down, it would become another text, which is not found again by this one.
        if (value != null && value.codePoints().anyMatch(StorableText::isHalf)) {
            throw ErrorCode.BAD_PARAMETER.at(field, HALF_CHARACTER);
        }
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
