package com.podi.media.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OssSignatureTest {

    /** A callback that real OSS has signed. */
    private static final String KEY =
            "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs/JBGzwUB2aVht4crBx3oIPBLNsjGsC0fTXv+nvlmklvkcolvpvXLT"
                    + "jaxUHR3W9LXxQ2EHXAJfCB+6H2YF1k8CAwEAAQ==";

    private static final String PATH = "/index.php";
    private static final String QUERY = "id=1&index=2";
    private static final String BODY = "bucket=yonghu-test";
    private static final String SIGNATURE =
            "kKQeGTRccDKyHB3H9vF+xYMSrmhMZjzzl2/kdD1ktNVgbWEfYTQG0G2SU/RaHBovRCE8OkQDjC3uG33esH2txA==";

    @Test
    void whatOssHasSignedIsValid() throws Exception {
        assertThat(OssSignature.verify(PublicKeys.parse(KEY), PATH, QUERY, bytes(BODY), SIGNATURE))
                .isTrue();
        assertThat(OssSignature.verify(PublicKeys.parse(pem(KEY)), "/index%2ephp", QUERY, bytes(BODY), SIGNATURE))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bucket=yonghu-tesT", "bucket=yonghu-test\n", "bucket=yonghu-test\r\n", ""})
    void aChangedBodyIsNot(String body) throws Exception {
        assertThat(OssSignature.verify(PublicKeys.parse(KEY), PATH, QUERY, bytes(body), SIGNATURE))
                .isFalse();
    }

    @Test
    void norIsAnotherPathQueryOrSignature() throws Exception {
        PublicKey key = PublicKeys.parse(KEY);

        assertThat(OssSignature.verify(key, "/other", QUERY, bytes(BODY), SIGNATURE))
                .isFalse();
        assertThat(OssSignature.verify(key, PATH, "id=1", bytes(BODY), SIGNATURE))
                .isFalse();
        assertThat(OssSignature.verify(key, PATH, null, bytes(BODY), SIGNATURE)).isFalse();
        for (String signature :
                new String[] {"", "AAAA", "not base64!", SIGNATURE.substring(4), "Bearer " + SIGNATURE}) {
            assertThat(OssSignature.verify(key, PATH, QUERY, bytes(BODY), signature))
                    .isFalse();
        }
        assertThat(OssSignature.verify(key, "/%", QUERY, bytes(BODY), SIGNATURE))
                .isFalse();
        assertThat(OssSignature.verify(key, "/%zz", QUERY, bytes(BODY), SIGNATURE))
                .isFalse();
    }

    @Test
    void thePathIsSignedAsItIsMeantAndTheQueryAsItWasSent() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String signature = signed(pair, "/a b+c/印?x=%20+\n{}");

        assertThat(OssSignature.verify(pair.getPublic(), "/a%20b+c/%E5%8D%B0", "x=%20+", bytes("{}"), signature))
                .isTrue();
        assertThat(OssSignature.verify(pair.getPublic(), "/a+b+c/%E5%8D%B0", "x=%20+", bytes("{}"), signature))
                .isFalse();
    }

    private static String signed(KeyPair pair, String text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("MD5withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(bytes(text));
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    private static String pem(String base64) {
        return "-----BEGIN PUBLIC KEY-----\n" + base64.substring(0, 64) + "\n" + base64.substring(64)
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
