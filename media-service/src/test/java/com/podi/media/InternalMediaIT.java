package com.podi.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.starter.id.Ids;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What other services are promised; {@code MediaClient} declares it. */
@ServiceIT
class InternalMediaIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String RESULTS = "/internal/media/results";
    private static final String ANN = TestTokens.start().user("ann");
    private static final String WORKER = TestTokens.start().service("svc-task-worker");

    @LocalServerPort
    int port;

    private MediaApi media;
    private String task;

    @BeforeEach
    void connect() {
        media = new MediaApi(port);
        task = Ids.next("task");
    }

    @Test
    void aWorkerReadsWhatTheUserUploaded() {
        String key = media.stored(ANN, task, "origin.png", PNG).get("objectKey").asString();

        JsonNode readable = readable("ann", key).data();

        assertThat(readable.get("object").get("objectKey").asString()).isEqualTo(key);
        assertThat(media.fetch(readable.get("url").asString()).body()).isEqualTo(PNG);
    }

    @Test
    void anotherUsersPictureIsRefusedLikeAMissingOne() {
        String key = media.stored(ANN, task, "origin.png", PNG).get("objectKey").asString();

        assertThat(readable("bob", key).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
        assertThat(readable("ann", "uploads/none/none.png").refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
        assertThat(readable("ann", "a%00b").refusal()).isEqualTo("400 2003");
    }

    @Test
    void aPictureIsMeantByItsKeyAndByEveryLinkToIt() {
        String key = media.stored(ANN, task, "origin.png", PNG).get("objectKey").asString();
        String link = readable("ann", key).data().get("url").asString();

        for (Map<String, Object> reference : List.of(
                Map.<String, Object>of("userId", "ann", "objectKey", key),
                Map.<String, Object>of("userId", "ann", "url", link))) {
            JsonNode input = input(reference).data();
            assertThat(input.get("objectKey").asString()).isEqualTo(key);
            assertThat(input.get("object").get("sizeBytes").asInt()).isEqualTo(PNG.length);
        }
        assertThat(input(Map.of("userId", "bob", "objectKey", key)).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
        assertThat(input(Map.of("userId", "bob", "url", link)).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
    }

    @Test
    void aPictureElsewhereIsNoneOfOurs() {
        JsonNode input = input(Map.of("userId", "ann", "url", "https://example.com/podi/uploads/a.png"))
                .data();

        assertThat(input.get("objectKey").isNull()).isTrue();
        assertThat(input(Map.of("userId", "ann", "url", "http://[")).refusal()).isEqualTo("400 2003");
    }

    @Test
    void aPictureThatIsAboutToBeUploadedIsExpected() {
        String key = media.grant(ANN, task, "later.png", "image/png", PNG.length)
                .data()
                .get("objectKey")
                .asString();

        JsonNode input = input(Map.of("userId", "ann", "objectKey", key)).data();

        assertThat(input.get("objectKey").asString()).isEqualTo(key);
        assertThat(input.get("object").isNull()).isTrue();
        assertThat(input(Map.of("userId", "bob", "objectKey", key)).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
    }

    @Test
    void aResultIsPutAndRecordedForTheUser() {
        JsonNode grant = grantResult("ann", task, "1-0.png", "image/png").data();
        assertThat(media.put(grant.get("uploadUrl").asString(), "image/png", PNG))
                .isEqualTo(200);

        JsonNode object = completeResult(grant.get("objectKey").asString()).data();

        assertThat(object.get("objectKey").asString()).isEqualTo("results/" + task + "/1-0.png");
        assertThat(object.get("userId").asString()).isEqualTo("ann");
        assertThat(completeResult(object.get("objectKey").asString()).data()).isEqualTo(object);
        assertThat(grantResult("ann", task, "1-0.png", "image/png").refusal()).isEqualTo("409 ALREADY_EXISTS");
    }

    @Test
    void whatIsPutAgainAsAnInputDoesNotTakeThePlaceOfWhatWasChecked() {
        byte[] other = Pictures.png(30, 40);
        String key = null;
        for (byte[] bytes : List.of(PNG, other)) {
            JsonNode grant = media.post(
                            WORKER, RESULTS, result("ann", task, "input-1.png", "image/png", bytes.length, "INPUT"))
                    .data();
            key = grant.get("objectKey").asString();
            assertThat(media.put(grant.get("uploadUrl").asString(), "image/png", bytes))
                    .isEqualTo(200);
            assertThat(completeResult(key).data().get("width").asInt()).isEqualTo(40);
        }

        assertThat(media.fetch(readable("ann", key).data().get("url").asString())
                        .body())
                .isEqualTo(PNG);
    }

    @Test
    void aResultThatIsNoPictureIsRefused() {
        JsonNode grant = grantResult("ann", task, "1-0.png", "image/png").data();
        media.put(grant.get("uploadUrl").asString(), "image/png", new byte[PNG.length]);

        assertThat(completeResult(grant.get("objectKey").asString()).refusal()).isEqualTo("400 2001");
        assertThat(completeResult("results/" + task + "/never.png").refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
    }

    /** What goes in is decoded by others; what came out may have been enlarged. */
    @ParameterizedTest
    @CsvSource({"12_000, 10_000, not refused, 400 2002", "20_000, 100, not refused, 400 2002"})
    void whatGoesInMayUnfoldToLessThanWhatComesOut(String width, String height, String output, String input) {
        byte[] large = Pictures.pngClaiming(
                Integer.parseInt(width.replace("_", "")), Integer.parseInt(height.replace("_", "")));

        assertThat(stored("OUTPUT", large).refusal()).isEqualTo(output);
        assertThat(stored("INPUT", large).refusal()).isEqualTo(input);
        assertThat(stored("INPUT", PNG).status()).isEqualTo(200);
    }

    @Test
    void whatGoesInMayHaveFewerBytesThanWhatComesOut() {
        long sizeBytes = (50 << 20) + 1;

        assertThat(media.post(WORKER, RESULTS, result("ann", task, "1.png", "image/png", sizeBytes, "OUTPUT"))
                        .status())
                .isEqualTo(200);
        MediaApi.Answer refused =
                media.post(WORKER, RESULTS, result("ann", task, "2.png", "image/png", sizeBytes, "INPUT"));
        assertThat(refused.refusal()).isEqualTo("400 2002");
        assertThat(refused.details().get(0).get("field").asString()).isEqualTo("sizeBytes");
        assertThat(media.post(WORKER, RESULTS, result("ann", task, "3.png", "image/png", 0, "OUTPUT"))
                        .refusal())
                .isEqualTo("400 2003");
    }

    @Test
    void theStoreItselfRefusesAResultOfAnotherSize() {
        String link = grantResult("ann", task, "1-0.png", "image/png")
                .data()
                .get("uploadUrl")
                .asString();

        assertThat(media.put(link, "image/png", Arrays.copyOf(PNG, PNG.length + 1)))
                .isEqualTo(403);
        assertThat(media.put(link, "image/jpeg", PNG)).isEqualTo(403);
    }

    @Test
    void aResultIsGrantedForOneUserAlone() {
        grantResult("ann", task, "1-0.png", "image/png").data();

        assertThat(grantResult("bob", task, "1-0.png", "image/png").refusal())
                .isEqualTo("403 MEDIA_UPLOAD_UNAUTHORIZED");
    }

    @ParameterizedTest
    @CsvSource({"../x, image/png", "task_1, text/html"})
    void aResultThatCannotBeGrantedIsABadParameter(String taskId, String contentType) {
        assertThat(grantResult("ann", taskId, "1-0.png", contentType).refusal()).isEqualTo("400 2003");
    }

    @ParameterizedTest
    @CsvSource({"video/mp4, ____ftypisom, mp4", "application/octet-stream, anything at all, glb"})
    void whatCameOutNeedNotBeAPicture(String contentType, String content, String extension) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);

        JsonNode object = stored(contentType, "1." + extension, bytes).data();

        assertThat(object.get("contentType").asString()).isEqualTo(contentType);
        assertThat(object.get("fileName").asString()).isEqualTo("1." + extension);
        assertThat(object.get("width").asInt()).isZero();
        String key = object.get("objectKey").asString();
        assertThat(media.fetch(links(List.of(key), 60).data().get(key).asString())
                        .body())
                .isEqualTo(bytes);
    }

    @Test
    void whatIsNoVideoIsNone() {
        assertThat(stored("video/webm", "1.webm", PNG).refusal()).isEqualTo("400 2001");
    }

    @Test
    void onlyPicturesGoIn() {
        assertThat(media.post(WORKER, RESULTS, result("ann", task, "1.mp4", "video/mp4", 12, "INPUT"))
                        .refusal())
                .isEqualTo("400 2003");
        assertThat(media.grant(ANN, task, "1.mp4", "video/mp4", 12).refusal()).isEqualTo("400 MEDIA_STS_INVALID_PARAM");
    }

    @Test
    void linksOpenThePicturesTheyName() {
        String one = media.stored(ANN, task, "1.png", PNG).get("objectKey").asString();
        String two = media.stored(ANN, task, "2.png", PNG).get("objectKey").asString();

        JsonNode links = links(List.of(one, two, one), 60).data();

        assertThat(links).hasSize(2);
        assertThat(media.fetch(links.get(one).asString()).body()).isEqualTo(PNG);
        assertThat(media.fetch(links.get(two).asString()).body()).isEqualTo(PNG);
        assertThat(links(List.of(one, "uploads/none/none.png"), 60).data()).hasSize(1);
        assertThat(links(List.of(one), 0).refusal()).isEqualTo("400 2003");
        assertThat(links(List.of(), 60).refusal()).isEqualTo("400 2003");
    }

    @Test
    void onlyServicesAreLetIn() {
        String path = "/internal/media/readable?userId=ann&objectKey=x";

        assertThat(media.get(ANN, path).refusal()).isEqualTo("403 FORBIDDEN");
        assertThat(media.get(ANN, "/internal/media/room?userId=ann&bytes=1").refusal())
                .isEqualTo("403 FORBIDDEN");
        assertThat(media.get(path).refusal()).isEqualTo("401 1003");
        assertThat(media.post(ANN, "/internal/media/results", Map.of()).refusal())
                .isEqualTo("403 FORBIDDEN");
        assertThat(media.post(ANN, "/internal/media/results/complete", Map.of()).refusal())
                .isEqualTo("403 FORBIDDEN");
        assertThat(media.post(ANN, "/internal/media/links", Map.of()).refusal()).isEqualTo("403 FORBIDDEN");
    }

    private MediaApi.Answer input(Map<String, Object> reference) {
        return media.post(WORKER, "/internal/media/inputs", reference);
    }

    private MediaApi.Answer readable(String userId, String objectKey) {
        return media.get(WORKER, "/internal/media/readable?userId=" + userId + "&objectKey=" + objectKey);
    }

    private MediaApi.Answer grantResult(String userId, String taskId, String fileName, String contentType) {
        return media.post(WORKER, RESULTS, result(userId, taskId, fileName, contentType, PNG.length, "OUTPUT"));
    }

    private static Map<String, Object> result(
            String userId, String taskId, String fileName, String contentType, long sizeBytes, String purpose) {
        return Map.of(
                "userId",
                userId,
                "taskId",
                taskId,
                "fileName",
                fileName,
                "contentType",
                contentType,
                "sizeBytes",
                sizeBytes,
                "purpose",
                purpose);
    }

    private MediaApi.Answer stored(String purpose, byte[] bytes) {
        JsonNode grant = media.post(
                        WORKER,
                        RESULTS,
                        result("ann", task, Ids.next("file") + ".png", "image/png", bytes.length, purpose))
                .data();
        assertThat(media.put(grant.get("uploadUrl").asString(), "image/png", bytes))
                .isEqualTo(200);
        return completeResult(grant.get("objectKey").asString());
    }

    private MediaApi.Answer stored(String contentType, String fileName, byte[] bytes) {
        JsonNode grant = media.post(WORKER, RESULTS, result("ann", task, fileName, contentType, bytes.length, "OUTPUT"))
                .data();
        assertThat(media.put(grant.get("uploadUrl").asString(), contentType, bytes))
                .isEqualTo(200);
        return completeResult(grant.get("objectKey").asString());
    }

    private MediaApi.Answer completeResult(String objectKey) {
        return media.post(WORKER, "/internal/media/results/complete", Map.of("objectKey", objectKey));
    }

    private MediaApi.Answer links(List<String> objectKeys, int ttlSeconds) {
        return media.post(WORKER, "/internal/media/links", Map.of("objectKeys", objectKeys, "ttlSeconds", ttlSeconds));
    }
}
