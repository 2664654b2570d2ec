package com.podi.media.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import com.podi.media.MediaApi;
import com.podi.media.MediaEvents;
import com.podi.media.Pictures;
import com.podi.media.storage.ObjectStore;
import com.podi.media.upload.Completions;
import com.podi.starter.id.Ids;
import com.podi.testsupport.Api;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
class CallbackIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String PATH = "/api/media/v1/oss-callback";
    private static final String ANN = TestTokens.start().user("ann");
    private static final KeyHost KEYS = new KeyHost();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ObjectStore store;

    @MockitoSpyBean
    Completions completions;

    private MediaApi media;
    private String task;
    private String key;

    @DynamicPropertySource
    static void believe(DynamicPropertyRegistry settings) {
        settings.add("podi.media.callback.key-hosts", KEYS::name);
        settings.add("podi.media.callback.key-addresses", () -> KEYS.address() + "," + KEYS.address("known.pem"));
        settings.add("podi.egress.allow", () -> "127.0.0.0/8");
    }

    @AfterAll
    static void stop() {
        KEYS.stop();
    }

    @BeforeEach
    void upload() {
        media = new MediaApi(port);
        task = Ids.next("task");
        key = uploaded("image/png", PNG);
    }

    @Test
    void aCallbackRecordsWhatWasUploaded() {
        Api.Answer answer = callback(body());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response()
                        .headers()
                        .firstValueAsLong("Content-Length")
                        .orElseThrow())
                .isPositive();
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body().get("code").asInt()).isEqualTo(200);
        assertThat(answer.text("/objectKey")).isEqualTo(key);
        assertThat(media.complete(ANN, key).data()).isEqualTo(answer.data(""));
        assertThat(media.fetch(media.link(ANN, key)).body()).isEqualTo(PNG);
    }

    @Test
    void theDocumentsOwnHeaderIsTakenBeforeAnyToken() {
        assertThat(asOss().with("x-oss-signature", KEYS.sign(body()))
                        .as(ANN)
                        .post(PATH, body())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theQueryIsSignedToo() {
        Api asOss = asOss();

        String signature = KEYS.signText(PATH + "?a=%20b+\n" + body());

        assertThat(asOss.with("authorization", signature)
                        .post(PATH + "?a=%20c+", body())
                        .errorCode())
                .isEqualTo("MEDIA_CALLBACK_INVALID");
        assertThat(asOss.with("authorization", signature)
                        .post(PATH + "?a=%20b+", body())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theSameCallbackFiftyTimesAtOnceMakesOneRow() {
        String body = body();
        String signature = KEYS.sign(body);

        List<Api.Answer> answers =
                AtOnce.call(50, call -> asOss().with("authorization", signature).post(PATH, body));

        assertThat(answers).extracting(Api.Answer::status).containsOnly(200).hasSize(50);
        assertThat(answers)
                .extracting(answer -> answer.text("/id"))
                .containsOnly(answers.get(0).text("/id"));
        assertThat(rows(key)).isEqualTo(1);
        assertThat(MediaEvents.atLeast(
                        1, event -> event.at("/data/objectKey").asString().equals(key)))
                .hasSize(1);
        assertThat(callback(body).status()).isEqualTo(200);
    }

    @Test
    void theKeyIsFetchedOnce() {
        callback(body());
        int fetches = KEYS.fetches();

        callback(body());

        assertThat(KEYS.fetches()).isEqualTo(fetches);
    }

    /** OSS may publish its next key at another address; where strangers have asked before, it comes after them. */
    @Test
    void aKeyElsewhereAtTheHostsOfOssIsFoundAsWell() {
        String body = body();
        Api asOss = withKey(KEYS.address("next.pem")).with("authorization", KEYS.sign(body));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> asOss.post(PATH, body).status() == 200);
    }

    @Test
    void whatIsNotSignedByOssIsRefused() {
        String body = body();
        String signature = KEYS.sign(body);
        Api asOss = asOss();

        assertRefused(asOss.post(PATH, body));
        assertRefused(Api.onPort(port).with("authorization", signature).post(PATH, body));
        assertRefused(asOss.with("authorization", signature).post(PATH, body + " "));
        assertRefused(asOss.with("authorization", signature).post(PATH, body.replace(":40", ":41")));
        assertRefused(asOss.with("authorization", signature).post(PATH, body + "\r\n"));
        assertRefused(asOss.with("authorization", KEYS.sign(body.replace("{", "{\n")))
                .post(PATH, body.replace("{", "{\r\n")));
        assertRefused(asOss.with("authorization", "Bearer " + signature).post(PATH, body));
        assertRefused(asOss.as(ANN).post(PATH, body));
        assertRefused(asOss.with("authorization", new KeyHost().sign(body)).post(PATH, body));
        assertRefused(asOss.with("authorization", signature).post(PATH, "x".repeat(70_000)));
        assertThat(rows(key)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://gosspublic.alicdn.com.evil/key.pem",
                "http://gosspublic.alicdn.com@evil/key.pem",
                "http://%s@evil/key.pem",
                "http://%s.evil/key.pem",
                "http://evil@%s/key.pem",
                "http://127.0.0.1:1/key.pem",
                "http://127.0.0.1/key.pem",
                "http://localhost/key.pem",
                "https://gosspublic.alicdn.com:8443/key.pem",
                "file:///etc/passwd",
            })
    void noKeyIsFetchedFromElsewhere(String address) {
        int fetches = KEYS.fetches();
        String body = body();

        assertRefused(withKey(address.formatted(KEYS.name()))
                .with("authorization", KEYS.sign(body))
                .post(PATH, body));

        assertThat(KEYS.fetches()).isEqualTo(fetches);
        assertThat(rows(key)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"large.pem", "slow.pem", "nonsense.pem", "missing.pem", "moved.pem"})
    void aKeyThatIsNoneIsRefusedInTime(String file) {
        String body = body();
        Instant start = Instant.now();

        assertRefused(withKey(KEYS.address(file))
                .with("authorization", KEYS.sign(body))
                .post(PATH, body));

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(rows(key)).isZero();
    }

    /** They ask for what is not there, each for something else, and as slowly as the host answers. */
    @Test
    void whoeverAsksForManyKeysKeepsNobodyFromTheOneOfOss() throws Exception {
        String body = body();
        String signature = KEYS.sign(body);
        ExecutorService strangers = Executors.newFixedThreadPool(30);
        try {
            List<Future<Api.Answer>> asked = IntStream.range(0, 30)
                    .mapToObj(number -> strangers.submit(() -> withKey(KEYS.address("slow.pem?" + number))
                            .with("authorization", signature)
                            .post(PATH, body)))
                    .toList();
            Awaitility.await().until(() -> KEYS.waiting() > 0);

            Api.Answer answer = withKey(KEYS.address("known.pem"))
                    .with("authorization", signature)
                    .post(PATH, body);

            assertThat(KEYS.waiting()).as("fetched for strangers at once").isBetween(1, 2);
            assertThat(answer.status()).isEqualTo(200);
            for (Future<Api.Answer> stranger : asked) {
                assertRefused(stranger.get());
            }
        } finally {
            strangers.shutdownNow();
        }
    }

    /** The key of OSS signs for everybody who has a bucket there. */
    @Test
    void whatWasNotGrantedSoIsRefusedHoweverWellItIsSigned() {
        assertRefused(callback(body("podi-of-another", key, "ann", task)));
        assertRefused(callback(body(bucket(), key, "bob", task)));
        assertRefused(callback(body(bucket(), key, "ann", "task_of_another")));
        assertRefused(callback(body(bucket(), "uploads/none/none.png", "ann", "none")));
        assertRefused(callback(body(bucket(), "a\\u0000b", "ann", task)));
        assertRefused(callback("{}"));
        assertRefused(callback("[]"));
        assertRefused(callback("bucket=" + bucket()));
        assertThat(rows(key)).isZero();
    }

    @Test
    void aGrantThatHasRunOutIsNone() {
        jdbc.sql("update upload_grants set granted_at = now() - interval '1 hour' where object_key = ?")
                .param(key)
                .update();

        assertRefused(callback(body()));

        assertThat(rows(key)).isZero();
        assertThat(media.complete(ANN, key).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
    }

    @Test
    void theObjectIsBelievedNotTheBody() {
        key = uploaded("image/jpeg", "no picture".getBytes(StandardCharsets.UTF_8));

        assertThat(callback(body()).errorCode()).isEqualTo("2001");

        assertThat(rows(key)).isZero();
        assertThat(callback(body()).errorCode()).isEqualTo("MEDIA_NOT_FOUND");
    }

    /** What takes longer than OSS waits is done all the same. */
    @Test
    void aSlowStoreIsAnsweredInTimeAndThePictureIsRecorded() {
        doAnswer(call -> {
                    Thread.sleep(6000);
                    return call.callRealMethod();
                })
                .when(completions)
                .byCallback(any(), any(), any());
        Instant start = Instant.now();

        Api.Answer answer = callback(body());

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(answer.errorCode()).isEqualTo("SERVICE_UNAVAILABLE");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> rows(key) == 1);
    }

    @Test
    void aPictureThatWasDeletedIsNotBroughtBackByALateCallback() {
        String body = body();
        callback(body);
        String id = media.complete(ANN, key).data().get("id").asString();
        media.delete(ANN, "/api/media/v1/objects/" + id);
        store.put(key, PNG, "image/png");

        assertThat(callback(body).errorCode()).isEqualTo("MEDIA_NOT_FOUND");

        assertThat(rows(key)).isZero();
    }

    @Test
    void theLargestPictureIsAnsweredInTime(@TempDir Path directory) {
        Path file = directory.resolve("large.png");
        Pictures.noisyPng(file, 4178);
        task = Ids.next("task");
        JsonNode ticket = media.grant(
                        ANN, task, "large.png", "image/png", file.toFile().length())
                .data();
        key = ticket.get("objectKey").asString();
        assertThat(media.put(ticket.get("uploadUrl").asString(), "image/png", file))
                .isEqualTo(200);
        Instant start = Instant.now();

        assertThat(callback(body()).status()).isEqualTo(200);

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    private String uploaded(String contentType, byte[] bytes) {
        JsonNode ticket =
                media.grant(ANN, task, "origin", contentType, bytes.length).data();
        media.put(ticket.get("uploadUrl").asString(), contentType, bytes);
        return ticket.get("objectKey").asString();
    }

    private String body() {
        return body(bucket(), key, "ann", task);
    }

    private static String body(String bucket, String key, String userId, String taskId) {
        return new JsonMapper()
                .writeValueAsString(Map.of(
                        "bucket",
                        bucket,
                        "object",
                        "KEY",
                        "size",
                        40,
                        "mimeType",
                        "image/png",
                        "meta",
                        Map.of("taskId", taskId, "action", "hires", "userId", userId)))
                .replace("KEY", key);
    }

    private static String bucket() {
        return RealParts.s3().bucket();
    }

    private Api.Answer callback(String body) {
        return asOss().with("authorization", KEYS.sign(body)).post(PATH, body);
    }

    /** With the address of the key, and without the signature. */
    private Api asOss() {
        return withKey(KEYS.address());
    }

    private Api withKey(String address) {
        return Api.onPort(port)
                .with(
                        "x-oss-pub-key-url",
                        Base64.getEncoder().encodeToString(address.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRefused(Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("MEDIA_CALLBACK_INVALID");
    }

    private long rows(String objectKey) {
        return jdbc.sql("select count(*) from media_objects where object_key = ?")
                .param(objectKey)
                .query(Long.class)
                .single();
    }
}
