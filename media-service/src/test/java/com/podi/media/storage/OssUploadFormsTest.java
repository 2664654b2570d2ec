package com.podi.media.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OssUploadFormsTest {

    private static final String SECRET = "the secret key";
    private static final String CALLBACK = "https://podi.example/api/media/v1/oss-callback";
    private static final String KEY = "uploads/tsk_123/origin.png";

    private final JsonMapper json = new JsonMapper();
    private final UploadForm form = new OssUploadForms(
                    new StorageProperties(
                            StorageProperties.Kind.OSS,
                            "https://oss-cn-hangzhou.aliyuncs.com",
                            "https://oss-cn-hangzhou.aliyuncs.com",
                            "cn-hangzhou",
                            "pod-oss-private",
                            "LTAIexample",
                            SECRET,
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(60),
                            CALLBACK),
                    json,
                    Clock.fixed(Instant.parse("2026-01-31T08:00:00Z"), ZoneOffset.UTC))
            .of(new UploadOffer(
                    KEY,
                    "image/png",
                    5_242_880,
                    Duration.ofMinutes(10),
                    Map.of("taskId", "tsk_123", "action", "hires", "userId", "u\"1")));

    @Test
    void isPostedToTheHostOfTheBucket() {
        assertThat(form.host()).hasToString("https://pod-oss-private.oss-cn-hangzhou.aliyuncs.com");
        assertThat(form.bucket()).isEqualTo("pod-oss-private");
        assertThat(form.accessKeyId()).isEqualTo("LTAIexample");
    }

    @Test
    void isSignedByTheFirstAlgorithmForClientsThatFillTheirOwn() throws Exception {
        assertThat(form.signature())
                .isEqualTo(Base64.getEncoder().encodeToString(hmac("HmacSHA1", bytes(SECRET), form.policy())));
        assertThat(conditions(form.policy())).hasSize(4);
    }

    @Test
    void isSignedByTheFourthAlgorithmInItsFields() throws Exception {
        Map<String, String> fields = form.fields();
        byte[] key = bytes("aliyun_v4" + SECRET);
        for (String part : List.of("20260131", "cn-hangzhou", "oss", "aliyun_v4_request")) {
            key = hmac("HmacSHA256", key, part);
        }

        assertThat(fields)
                .containsEntry("key", KEY)
                .containsEntry("x-oss-content-type", "image/png")
                .containsEntry("x-oss-signature-version", "OSS4-HMAC-SHA256")
                .containsEntry("x-oss-credential", "LTAIexample/20260131/cn-hangzhou/oss/aliyun_v4_request")
                .containsEntry("x-oss-date", "20260131T080000Z")
                .containsEntry(
                        "x-oss-signature", HexFormat.of().formatHex(hmac("HmacSHA256", key, fields.get("policy"))));
        assertThat(conditions(fields.get("policy")))
                .extracting(JsonNode::toString)
                .contains(
                        "{\"x-oss-signature-version\":\"OSS4-HMAC-SHA256\"}",
                        "{\"x-oss-credential\":\"LTAIexample/20260131/cn-hangzhou/oss/aliyun_v4_request\"}",
                        "{\"x-oss-date\":\"20260131T080000Z\"}");
    }

    @Test
    void pinsBucketKeyTypeAndSizeForTenMinutes() {
        for (String policy : List.of(form.policy(), form.fields().get("policy"))) {
            assertThat(decoded(policy).get("expiration").asString()).isEqualTo("2026-01-31T08:10:00.000Z");
            assertThat(conditions(policy))
                    .extracting(JsonNode::toString)
                    .contains(
                            "{\"bucket\":\"pod-oss-private\"}",
                            "[\"eq\",\"$key\",\"" + KEY + "\"]",
                            "[\"in\",\"$content-type\",[\"image/png\"]]",
                            "[\"content-length-range\",1,5242880]");
        }
    }

    /** As OSS would fill it in. */
    @Test
    void hasOssCallBackWithWhatWasGranted() {
        JsonNode callback = decoded(form.fields().get("callback"));
        JsonNode body = json.readTree(callback.get("callbackBody")
                .asString()
                .replace("${bucket}", "\"pod-oss-private\"")
                .replace("${object}", "\"" + KEY + "\"")
                .replace("${size}", "5242880")
                .replace("${mimeType}", "\"image/png\""));

        assertThat(callback.get("callbackUrl").asString()).isEqualTo(CALLBACK);
        assertThat(callback.get("callbackBodyType").asString()).isEqualTo("application/json");
        assertThat(body.get("object").asString()).isEqualTo(KEY);
        assertThat(body.get("size").asLong()).isEqualTo(5_242_880);
        assertThat(body.at("/meta/taskId").asString()).isEqualTo("tsk_123");
        assertThat(body.at("/meta/userId").asString()).isEqualTo("u\"1");
    }

    private List<JsonNode> conditions(String policy) {
        return decoded(policy).get("conditions").valueStream().toList();
    }

    private JsonNode decoded(String base64) {
        return json.readTree(Base64.getDecoder().decode(base64));
    }

    private static byte[] hmac(String algorithm, byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
