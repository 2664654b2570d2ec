package com.podi.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.event.MediaObjectStored;
import com.podi.media.storage.ObjectStore;
import com.podi.starter.id.Ids;
import com.podi.testsupport.Api;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceIT
class UploadIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final byte[] BOMB = Pictures.pngBomb(20_000, 20_000);
    private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>";
    private static final String ANN = TestTokens.start().user("ann");
    private static final String BOB = TestTokens.start().user("bob");

    @LocalServerPort
    int port;

    @Autowired
    ObjectStore store;

    private MediaApi media;
    private String task;

    @BeforeEach
    void connect() {
        media = new MediaApi(port);
        task = Ids.next("task");
    }

    @Test
    void aPictureIsPostedAsAFormAndRecorded() {
        JsonNode ticket =
                media.grant(ANN, task, "origin.png", "image/png", PNG.length).data();

        assertThat(media.postForm(ticket, PNG, Map.of())).isEqualTo(204);
        JsonNode object = media.complete(ANN, "uploads/" + task + "/origin.png").data();

        assertThat(ticket.get("objectKey").asString()).isEqualTo("uploads/" + task + "/origin.png");
        assertThat(ticket.get("expireIn").asInt()).isEqualTo(600);
        assertThat(ticket.get("bucket").asString()).isEqualTo(RealParts.s3().bucket());
        assertThat(ticket.get("accessKeyId").asString())
                .isEqualTo(RealParts.s3().accessKey());
        assertThat(ticket.get("policy").asString())
                .isEqualTo(ticket.get("fields").get("policy").asString());
        assertThat(ticket.get("signature").asString()).isNotEmpty();
        assertThat(ticket.get("callback").get("url").asString()).endsWith("/api/media/v1/oss-callback");
        assertThat(object.get("userId").asString()).isEqualTo("ann");
        assertThat(object.get("taskId").asString()).isEqualTo(task);
        assertThat(object.get("contentType").asString()).isEqualTo("image/png");
        assertThat(object.get("sizeBytes").asInt()).isEqualTo(PNG.length);
        assertThat(object.get("width").asInt()).isEqualTo(40);
        assertThat(object.get("height").asInt()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"png,image/png", "jpeg,image/jpeg", "gif,image/gif", "tiff,image/tiff"})
    void aPictureIsPutByLinkAndRecorded(String format, String contentType) {
        byte[] bytes = Pictures.of(format, 40, 30);
        JsonNode ticket =
                media.grant(ANN, task, "印花 图案", contentType, bytes.length).data();

        assertThat(media.put(ticket.get("uploadUrl").asString(), contentType, bytes))
                .isEqualTo(200);
        JsonNode object =
                media.complete(ANN, ticket.get("objectKey").asString()).data();

        assertThat(object.get("fileName").asString()).startsWith("印花_图案.");
        assertThat(object.get("width").asInt()).isEqualTo(40);
    }

    @Test
    void completingAgainAnswersTheSame() {
        JsonNode object = media.stored(ANN, task, "origin.png", PNG);

        assertThat(media.complete(ANN, object.get("objectKey").asString()).data())
                .isEqualTo(object);
    }

    @Test
    void manyCompletesAtOnceMakeOneRecordAndOneEvent() throws Exception {
        JsonNode ticket =
                media.grant(ANN, task, "origin.png", "image/png", PNG.length).data();
        media.put(ticket.get("uploadUrl").asString(), "image/png", PNG);

        List<JsonNode> answers = AtOnce.call(
                50,
                call -> media.complete(ANN, ticket.get("objectKey").asString()).data());

        assertThat(answers).hasSize(50).containsOnly(answers.get(0));
        String objectId = answers.get(0).get("id").asString();
        List<JsonNode> events = MediaEvents.atLeast(
                1, event -> event.get("aggregateId").asString().equals(objectId));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).get("type").asString()).isEqualTo(MediaObjectStored.TYPE);
        assertThat(events.get(0).get("data").get("taskId").asString()).isEqualTo(task);
    }

    /** A link and a form are good for ten minutes, whatever happens in between. */
    @Test
    void whatIsPutAfterCompletionIsNotServed() {
        JsonNode ticket =
                media.grant(ANN, task, "origin.png", "image/png", PNG.length).data();
        String key = ticket.get("objectKey").asString();
        media.put(ticket.get("uploadUrl").asString(), "image/png", PNG);
        JsonNode object = media.complete(ANN, key).data();
        String linkOfBefore = media.link(ANN, key);

        assertThat(media.put(ticket.get("uploadUrl").asString(), "image/png", new byte[PNG.length]))
                .isEqualTo(200);
        assertThat(media.fetch(linkOfBefore).body()).isEqualTo(PNG);
        byte[] other = Arrays.copyOf(PNG, PNG.length);
        other[40]++;
        assertThat(media.postForm(ticket, other, Map.of())).isEqualTo(204);

        assertThat(media.complete(ANN, key).data()).isEqualTo(object);
        assertThat(media.fetch(linkOfBefore).body()).isEqualTo(PNG);
        HttpResponse<byte[]> served = media.fetch(media.link(ANN, key));
        assertThat(served.body()).isEqualTo(PNG);
        assertThat(served.headers().firstValue("Content-Type")).contains("image/png");
    }

    @Test
    void theStoreItselfRefusesALinkThatIsUsedOtherwise() {
        JsonNode ticket =
                media.grant(ANN, task, "origin.png", "image/png", PNG.length).data();
        String link = ticket.get("uploadUrl").asString();
        String key = ticket.get("objectKey").asString();

        assertThat(media.put(link, "image/png", Arrays.copyOf(PNG, PNG.length + 1)))
                .isEqualTo(403);
        assertThat(media.put(link, "image/png", Arrays.copyOf(PNG, PNG.length - 1)))
                .isEqualTo(403);
        assertThat(media.put(link, "text/html", PNG)).isEqualTo(403);
        assertThat(media.put(link.replace("origin.png", "other.png"), "image/png", PNG))
                .isEqualTo(403);
        assertThat(store.find(key)).isEmpty();
        assertThat(media.put(link, "image/png", PNG)).isEqualTo(200);
        assertThat(store.find(key)).isPresent();
    }

    /** Who writes while it is looked at, changes what is recorded, or has it refused, and nothing else. */
    @Test
    void whatIsPutDuringCompletionIsEitherCheckedOrNotServed() {
        byte[] text = new byte[PNG.length];
        for (int round = 0; round < 10; round++) {
            JsonNode ticket = media.grant(ANN, Ids.next("task"), "origin.png", "image/png", PNG.length)
                    .data();
            String key = ticket.get("objectKey").asString();
            String link = ticket.get("uploadUrl").asString();
            media.put(link, "image/png", PNG);

            AtOnce.call(
                    8, call -> call % 2 == 0 ? media.complete(ANN, key).status() : media.put(link, "image/png", text));

            if (media.sign(ANN, key).status() == 200) {
                assertThat(media.fetch(media.link(ANN, key)).body()).isEqualTo(PNG);
            }
        }
    }

    @Test
    void withoutATokenOfItsOwnNobodyIsBelievedToBeTheStore() {
        Api anybody = Api.onPort(port);

        for (String token : List.of("", " ", "Bearer", "Bearer ", "Bearer null")) {
            assertThat(anybody.with("Authorization", token)
                            .post("/api/media/v1/bucket-notifications", Map.of("Records", List.of()))
                            .errorCode())
                    .isEqualTo("MEDIA_CALLBACK_INVALID");
        }
    }

    /** However it came there. */
    @ParameterizedTest
    @MethodSource
    void whatIsNotAsGrantedIsRefusedAndDeleted(String mimeType, byte[] bytes, int grantedSize, String refusal) {
        JsonNode ticket =
                media.grant(ANN, task, "origin", mimeType, grantedSize).data();
        String key = ticket.get("objectKey").asString();
        store.put(key, bytes, mimeType);

        assertThat(media.complete(ANN, key).refusal()).isEqualTo(refusal);
        assertThat(store.list("uploads/" + task + "/", 1))
                .noneMatch(found -> found.key().startsWith("uploads/" + task));
        assertThat(media.complete(ANN, key).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
    }

    static Stream<Arguments> whatIsNotAsGrantedIsRefusedAndDeleted() {
        return Stream.of(
                Arguments.of("image/jpeg", PNG, PNG.length, "400 2001"),
                Arguments.of("image/png", "only text".getBytes(UTF_8), 9, "400 2001"),
                Arguments.of("image/png", new byte[0], 1, "400 2001"),
                Arguments.of("image/png", Pictures.pngWithoutEnd(), 1_000, "400 2001"),
                Arguments.of("image/png", SVG.getBytes(UTF_8), SVG.length(), "400 2001"),
                Arguments.of("image/jpeg", half(Pictures.of("jpeg", 64, 64)), 10_000, "400 2001"),
                Arguments.of("image/tiff", half(Pictures.of("tiff", 64, 64)), 100_000, "400 2001"),
                Arguments.of("image/png", PNG, PNG.length - 1, "400 2002"),
                Arguments.of("image/png", BOMB, BOMB.length, "400 2002"),
                Arguments.of("image/png", Pictures.pngClaiming(20_000, 20_000), 1_000, "400 2002"),
                Arguments.of("image/jpeg", Pictures.jpegOfScans(5_000), 10_000_000, "400 2001"),
                Arguments.of("image/png", Pictures.apngOfFrames(61), 1_000_000, "400 2002"),
                Arguments.of("image/webp", Pictures.webpOfFrames(61), 1_000_000, "400 2002"),
                Arguments.of("image/tiff", Pictures.tiffOfPages(61), 1_000_000, "400 2002"),
                Arguments.of("image/gif", Pictures.gifOfFrames(10_000), 1_000_000, "400 2002"));
    }

    private static byte[] half(byte[] picture) {
        return Arrays.copyOf(picture, picture.length / 2);
    }

    @ParameterizedTest
    @CsvSource({"fileName, 10001", "action, 101", "channel, 101"})
    void aTextOfAnyLengthIsNotTaken(String field, int length) {
        Map<String, Object> upload = new HashMap<>(
                Map.of("taskId", task, "fileName", "a.png", "mimeType", "image/png", "fileSize", 1, "action", "hires"));
        upload.put(field, "x".repeat(length));

        MediaApi.Answer answer = media.post(ANN, "/api/media/v1/sts", upload);

        assertThat(answer.refusal()).isEqualTo("400 MEDIA_STS_INVALID_PARAM");
        assertThat(answer.details().get(0).get("field").asString()).isEqualTo(field);
    }

    @Test
    void theStoreItselfRefusesAFormThatWasNotGranted() {
        JsonNode ticket = media.grant(ANN, task, "origin.png", "image/png", PNG.length - 1)
                .data();
        String otherKey = "uploads/" + task + "/other.png";

        assertThat(media.postForm(ticket, PNG, Map.of())).isEqualTo(400);
        assertThat(media.postForm(ticket, new byte[1], Map.of("key", otherKey))).isEqualTo(403);
        assertThat(media.postForm(ticket, new byte[1], Map.of("Content-Type", "text/html")))
                .isEqualTo(403);
        assertThat(media.postForm(ticket, new byte[1], Map.of("x-amz-signature", "0".repeat(64))))
                .isEqualTo(403);
        assertThat(media.complete(ANN, ticket.get("objectKey").asString()).refusal())
                .isEqualTo("404 MEDIA_NOT_FOUND");
    }

    @Test
    void theFirstUserOfATaskOwnsItsPrefix() {
        media.grant(ANN, task, "origin.png", "image/png", 1).data();

        media.grant(ANN, task, "second.png", "image/png", 1).data();
        assertThat(media.grant(BOB, task, "third.png", "image/png", 1).refusal())
                .isEqualTo("403 MEDIA_UPLOAD_UNAUTHORIZED");
    }

    /** Its link is still good, and others may still be about to report it. */
    @Test
    void aDeletedPictureDoesNotComeBack() {
        JsonNode ticket =
                media.grant(ANN, task, "origin.png", "image/png", PNG.length).data();
        String key = ticket.get("objectKey").asString();
        media.put(ticket.get("uploadUrl").asString(), "image/png", PNG);
        JsonNode object = media.complete(ANN, key).data();

        media.delete(ANN, "/api/media/v1/objects/" + object.get("id").asString());
        assertThat(media.put(ticket.get("uploadUrl").asString(), "image/png", PNG))
                .isEqualTo(200);

        assertThat(media.complete(ANN, key).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
        assertThat(media.sign(ANN, key).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
        assertThat(media.stored(ANN, task, "origin.png", PNG).get("objectKey").asString())
                .as("granted anew")
                .isEqualTo(key);
    }

    @Test
    void onlyTheUploaderCompletes() {
        JsonNode object = media.stored(ANN, task, "origin.png", PNG);
        JsonNode open =
                media.grant(ANN, task, "open.png", "image/png", PNG.length).data();

        assertThat(media.complete(BOB, object.get("objectKey").asString()).refusal())
                .isEqualTo("403 MEDIA_UPLOAD_UNAUTHORIZED");
        assertThat(media.complete(BOB, open.get("objectKey").asString()).refusal())
                .isEqualTo("403 MEDIA_UPLOAD_UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploads/unknown/a.png", "uploads/../results/x", "/", "results/x/y.png"})
    void aKeyThatWasNeverGrantedIsNotFound(String key) {
        assertThat(media.complete(ANN, key).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b"})
    void aKeyThatCannotBeIsABadParameter(String key) {
        assertThat(media.complete(ANN, key).refusal()).isEqualTo("400 2003");
    }

    @Test
    void aRecordedPictureIsNotGrantedAgain() {
        media.stored(ANN, task, "origin.png", PNG);

        assertThat(media.grant(ANN, task, "origin.png", "image/png", 1).refusal())
                .isEqualTo("409 ALREADY_EXISTS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "a\u0000b", "a\u202Egpj.exe", "..\\..\\x", "%2e%2e%2fx"})
    void aFileNameNeverBecomesAPath(String fileName) {
        String key = media.grant(ANN, task, fileName, "image/png", 1)
                .data()
                .get("objectKey")
                .asString();

        assertThat(key).matches("uploads/" + task + "/[A-Za-z0-9_.]+\\.png");
    }

    @Test
    void aFileNameOf5000CharactersIsCutAndStored() {
        JsonNode object = media.stored(ANN, task, "花".repeat(5000) + ".png", PNG);

        assertThat(object.get("fileName").asString()).startsWith("花花").endsWith("花.png");
    }

    @ParameterizedTest
    @CsvSource({
        "fileSize, task_1, a.png, image/png, 0",
        "fileSize, task_1, a.png, image/png, -1",
        "fileSize, task_1, a.png, image/png, 52428801",
        "fileSize, task_1, a.png, image/png, 9007199254740992",
        "mimeType, task_1, a.svg, image/svg+xml, 1",
        "mimeType, task_1, a.png, , 1",
        "fileName, task_1, ' ', image/png, 1",
        "taskId, ../x, a.png, image/png, 1",
        "taskId, , a.png, image/png, 1",
    })
    void anUploadThatCannotBeGrantedSaysWhatIsWrong(
            String field, String taskId, String fileName, String mimeType, long fileSize) {
        MediaApi.Answer answer = media.grant(ANN, taskId, fileName, mimeType, fileSize);

        assertThat(answer.refusal()).isEqualTo("400 MEDIA_STS_INVALID_PARAM");
        assertThat(answer.details()).hasSize(1);
        assertThat(answer.details().get(0).get("field").asString()).isEqualTo(field);
    }

    @Test
    void nothingIsGrantedWithoutAToken() {
        assertThat(media.post("/api/media/v1/sts", Map.of()).refusal()).isEqualTo("401 1003");
    }
}
