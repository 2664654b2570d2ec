package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A picture that came inside a request. */
final class Base64Picture {

    private static final Text NO_BASE64 = new Text("不是有效的Base64图片", "is not a picture in Base64");
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    private Base64Picture() {}

    /** @return its bytes in a new file, which the caller deletes */
    static Path decode(String text, String field, long largest) {
        int start = 0;
        if (text.startsWith(DATA)) {
            int end = text.indexOf(BASE64);
            if (end < 0) {
                throw ErrorCode.BAD_PARAMETER.at(field, NO_BASE64);
            }
            start = end + BASE64.length();
        }
        if ((text.length() - start) / 4L * 3 > largest) {
            throw ErrorCode.IMAGE_TOO_LARGE.at(field, ErrorCode.IMAGE_TOO_LARGE.message());
        }
        byte[] bytes = bytes(text.substring(start), field);
        try {
            Path file = Files.createTempFile("podi-inline-", null);
            return Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] bytes(String text, String field) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException wrong) {
            throw ErrorCode.BAD_PARAMETER.at(field, NO_BASE64).causedBy(wrong);
        }
        throw ErrorCode.BAD_PARAMETER.at(field, NO_BASE64);
    }
}
