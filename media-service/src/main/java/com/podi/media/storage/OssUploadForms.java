package com.podi.media.storage;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of Aliyun OSS: signed by its first algorithm for clients that fill their own form, and by its fourth in the
 * fields. Both have OSS call back when the object is there.
 */
final class OssUploadForms implements UploadForms {

    private static final String VERSION = "OSS4-HMAC-SHA256";
    private static final String SCOPE = "aliyun_v4_request";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    /** OSS fills in what it has stored, with quotes where the value is a text. */
    private static final String CALLBACK_BODY =
            "{\"bucket\":${bucket},\"object\":${object},\"size\":${size},\"mimeType\":${mimeType},\"meta\":%s}";

    private final StorageProperties properties;
    private final JsonMapper json;
    private final Clock clock;

    OssUploadForms(StorageProperties properties, JsonMapper json, Clock clock) {
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public UploadForm of(UploadOffer offer) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String simple = policy(offer, now, Map.of());
        return new UploadForm(
                bucketUrl(),
                properties.bucket(),
                properties.accessKey(),
                simple,
                base64(hmac("HmacSHA1", utf8(properties.secretKey()), simple)),
                fields(offer, now));
    }

    private Map<String, String> fields(UploadOffer offer, Instant now) {
        String day = DAY.format(now.atZone(ZoneOffset.UTC));
        Map<String, String> signing = new LinkedHashMap<>();
        signing.put("x-oss-signature-version", VERSION);
        signing.put(
                "x-oss-credential", String.join("/", properties.accessKey(), day, properties.region(), "oss", SCOPE));
        signing.put("x-oss-date", TIME.format(now.atZone(ZoneOffset.UTC)));
        String policy = policy(offer, now, signing);
        Map<String, String> fields = new LinkedHashMap<>(signing);
        fields.put("key", offer.key());
        fields.put("policy", policy);
        fields.put("x-oss-signature", HexFormat.of().formatHex(hmac("HmacSHA256", signingKey(day), policy)));
        fields.put("x-oss-content-type", offer.contentType());
        fields.put("callback", callback(offer));
        return fields;
    }

    private byte[] signingKey(String day) {
        byte[] key = utf8("aliyun_v4" + properties.secretKey());
        for (String part : List.of(day, properties.region(), "oss", SCOPE)) {
            key = hmac("HmacSHA256", key, part);
        }
        return key;
    }

    private String policy(UploadOffer offer, Instant now, Map<String, String> signing) {
        List<Object> conditions = new ArrayList<>();
        conditions.add(Map.of("bucket", properties.bucket()));
        signing.forEach((name, value) -> conditions.add(Map.of(name, value)));
        conditions.add(List.of("eq", "$key", offer.key()));
        conditions.add(List.of("in", "$content-type", List.of(offer.contentType())));
        conditions.add(List.of("content-length-range", 1, offer.maxSizeBytes()));
        return base64(json.writeValueAsBytes(Map.of(
                "expiration",
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
                        .format(now.plus(offer.ttl()).atZone(ZoneOffset.UTC)),
                "conditions",
                conditions)));
    }

    private String callback(UploadOffer offer) {
        return base64(json.writeValueAsBytes(Map.of(
                "callbackUrl", properties.callbackUrl(),
                "callbackBody", CALLBACK_BODY.formatted(json.writeValueAsString(offer.meta())),
                "callbackBodyType", "application/json")));
    }

    /** OSS knows a bucket by its host name. */
    private URI bucketUrl() {
        URI url = URI.create(properties.publicUrl());
        return URI.create(url.getScheme() + "://" + properties.bucket() + "." + url.getAuthority());
    }

    private static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
