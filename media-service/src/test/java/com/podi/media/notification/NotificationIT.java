package com.podi.media.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.media.MediaApi;
import com.podi.media.Pictures;
import com.podi.media.QuietServiceIT;
import com.podi.starter.id.Ids;
import com.podi.testsupport.Api;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.TestTokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@QuietServiceIT
class NotificationIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String PATH = "/api/media/v1/bucket-notifications";
    private static final String ANN = TestTokens.start().user("ann");

    @LocalServerPort
    int port;

    private MediaApi media;
    private Api minio;
    private String task;

    @BeforeEach
    void connect() {
        media = new MediaApi(port);
        minio = Api.onPort(port).as(QuietServiceIT.TOKEN);
        task = Ids.next("task");
    }

    @Test
    void whatHasArrivedIsRecorded() {
        String key = uploaded("印花 1.png", PNG);

        assertThat(minio.post(PATH, arrived(key)).status()).isEqualTo(200);

        assertThat(media.sign(ANN, key).status()).isEqualTo(200);
        assertThat(recorded()).containsExactly(key);
    }

    @Test
    void everyObjectOfANotificationIsRecordedOnceHoweverOftenItComes() {
        String[] keys = {uploaded("1.png", PNG), uploaded("2.png", PNG), uploaded("3.png", PNG)};

        List<Integer> answers =
                AtOnce.call(10, call -> minio.post(PATH, arrived(keys)).status());

        assertThat(answers).containsOnly(200).hasSize(10);
        assertThat(recorded()).containsExactlyInAnyOrder(keys);
    }

    @Test
    void whatIsNoPictureIsDeletedAndTheOthersAreRecorded() {
        String text = uploaded("1.png", "no picture".getBytes(StandardCharsets.UTF_8));
        String picture = uploaded("2.png", PNG);

        assertThat(minio.post(PATH, arrived(text, picture)).status()).isEqualTo(200);

        assertThat(recorded()).containsExactly(picture);
        assertThat(media.complete(ANN, text).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
    }

    /** Our own copies and thumbnails are told of like everything else. */
    @Test
    void whatNobodyWasGrantedIsNoNews() {
        assertThat(minio.post(PATH, arrived("uploads/none/none.png", "thumbnails/obj.jpg", "elsewhere", "%zz"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void onlyArrivalsInOurBucketCount() {
        String key = uploaded("1.png", PNG);

        minio.post(PATH, notification("s3:ObjectRemoved:Delete", QuietServiceIT.BUCKET, key));
        minio.post(PATH, notification("s3:ObjectCreated:Put", "another", key));
        assertThat(recorded()).isEmpty();

        minio.post(PATH, notification("s3:ObjectCreated:Post", QuietServiceIT.BUCKET, key));
        assertThat(recorded()).containsExactly(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "the-token-of-mini", "the-token-of-minio ", "THE-TOKEN-OF-MINIO", "Bearer x"})
    void anotherTokenIsRefused(String token) {
        String key = uploaded("1.png", PNG);

        Api.Answer answer =
                Api.onPort(port).with("Authorization", "Bearer " + token + "x").post(PATH, arrived(key));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("MEDIA_CALLBACK_INVALID");
        assertThat(Api.onPort(port).post(PATH, arrived(key)).status()).isEqualTo(401);
        assertThat(Api.onPort(port).as(ANN).post(PATH, arrived(key)).status()).isEqualTo(401);
        assertThat(recorded()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[1]", "{\"Records\":1}"})
    void whatIsNoNotificationIsABadParameter(String body) {
        assertThat(minio.post(PATH, body).errorCode()).isEqualTo("2003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"Records\":null}", "{\"Records\":[null,{},{\"eventName\":\"s3:ObjectCreated:Put\"}]}"})
    void whatSaysNothingIsTaken(String body) {
        assertThat(minio.post(PATH, body).status()).isEqualTo(200);
    }

    private String uploaded(String fileName, byte[] bytes) {
        JsonNode ticket =
                media.grant(ANN, task, fileName, "image/png", bytes.length).data();
        media.put(ticket.get("uploadUrl").asString(), "image/png", bytes);
        return ticket.get("objectKey").asString();
    }

    private List<String> recorded() {
        return media.get(ANN, "/api/media/v1/objects?pageSize=100")
                .data()
                .get("items")
                .valueStream()
                .filter(item -> item.get("taskId").asString().equals(task))
                .map(item -> item.get("objectKey").asString())
                .toList();
    }

    private static Map<String, Object> arrived(String... keys) {
        return notification("s3:ObjectCreated:Put", QuietServiceIT.BUCKET, keys);
    }

    /** As MinIO writes it. */
    private static Map<String, Object> notification(String eventName, String bucket, String... keys) {
        return Map.of(
                "EventName",
                eventName,
                "Key",
                bucket + "/" + keys[0],
                "Records",
                Arrays.stream(keys)
                        .map(key -> Map.of(
                                "eventVersion",
                                "2.0",
                                "eventName",
                                eventName,
                                "userIdentity",
                                Map.of("principalId", "minio"),
                                "s3",
                                Map.of(
                                        "bucket",
                                        Map.of("name", bucket, "arn", "arn:aws:s3:::" + bucket),
                                        "object",
                                        Map.of(
                                                "key",
                                                URLEncoder.encode(key, StandardCharsets.UTF_8),
                                                "size",
                                                1,
                                                "eTag",
                                                "x"))))
                        .toList());
    }
}
