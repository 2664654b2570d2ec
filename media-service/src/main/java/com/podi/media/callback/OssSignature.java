package com.podi.media.callback;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How OSS signs a callback: the path as it is meant, the query and the body as they were sent. */
final class OssSignature {

    private static final int HEX = 16;

    private OssSignature() {}

    /** @param signature base64, as it stands in the header */
    static boolean verify(PublicKey key, String path, @Nullable String query, byte[] body, String signature) {
        try {
            Signature verifier = Signature.getInstance("MD5withRSA");
            verifier.initVerify(key);
            verifier.update(decoded(path));
            if (query != null) {
                verifier.update(("?" + query).getBytes(StandardCharsets.UTF_8));
            }
            verifier.update((byte) '\n');
            verifier.update(body);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException invalid) {
            return false;
        }
    }

    /** Only the percent signs: a plus stays a plus. */
    private static byte[] decoded(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = path.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < encoded.length; at++) {
            if (encoded[at] != '%') {
                bytes.write(encoded[at]);
            } else if (at + 2 < encoded.length) {
                bytes.write(Integer.parseInt(twoOf(encoded, at + 1), HEX));
                at += 2;
            } else {
                throw new IllegalArgumentException("cut off");
            }
        }
        return bytes.toByteArray();
    }

    private static String twoOf(byte[] encoded, int at) {
        return new String(encoded, at, 2, StandardCharsets.US_ASCII);
    }
}
