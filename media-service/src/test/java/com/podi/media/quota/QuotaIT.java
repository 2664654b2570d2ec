package com.podi.media.quota;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.media.MediaApi;
import com.podi.media.Pictures;
import com.podi.media.storage.ObjectStore;
import com.podi.starter.id.Ids;
import com.podi.testsupport.Api;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@ServiceIT
class QuotaIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String OBJECTS = "/api/media/v1/objects";
    private static final String ADMIN = TestTokens.start().admin("root");
    private static final String WORKER = TestTokens.start().service("svc-task-worker");
    private static final String FULL = "403 4001";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ObjectStore store;

    private MediaApi media;
    private String userId;
    private String user;

    @BeforeEach
    void connect() {
        media = new MediaApi(port);
        userId = Ids.next("user");
        user = TestTokens.start().user(userId);
    }

    @Test
    void everybodyMayStoreAsMuchUntilAnAdministratorSaysOtherwise() {
        assertThat(quota(ADMIN).data("")).isEqualTo(allow(null).data(""));
        assertThat(quota(ADMIN).data("/allowedBytes").asLong()).isEqualTo(10L << 30);
        assertThat(quota(ADMIN).data("/usedBytes").asLong()).isZero();

        assertThat(allow(12_345L).data("/allowedBytes").asLong()).isEqualTo(12_345);
        assertThat(media.get(user, OBJECTS).data().get("allowedBytes").asLong()).isEqualTo(12_345);

        allow(null);
        assertThat(media.get(user, OBJECTS).data().get("allowedBytes").asLong()).isEqualTo(10L << 30);
    }

    @Test
    void whatDoesNotFitIsNotGranted() {
        allow(1000L);

        assertThat(media.grant(user, Ids.next("task"), "a.png", "image/png", 1001)
                        .refusal())
                .isEqualTo(FULL);
        assertThat(media.grant(user, Ids.next("task"), "a.png", "image/png", 1000)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsDeletedMakesRoom() {
        allow((long) PNG.length);
        JsonNode object = media.stored(user, Ids.next("task"), "a.png", PNG);
        assertThat(media.grant(user, Ids.next("task"), "b.png", "image/png", 1).refusal())
                .isEqualTo(FULL);
        assertThat(result(1).refusal()).isEqualTo(FULL);

        media.delete(user, OBJECTS + "/" + object.get("id").asString());

        assertThat(quota(ADMIN).data("/usedBytes").asLong()).isZero();
        linksRunOut();
        media.stored(user, Ids.next("task"), "b.png", PNG);
        assertThat(quota(ADMIN).data("/usedBytes").asLong()).isEqualTo(PNG.length);
    }

    @Test
    void grantsAtOnceGetNoMoreRoomThanThereIs() {
        allow(3000L);
        String task = Ids.next("task");

        List<String> answers = AtOnce.call(30, number -> media.grant(user, task, number + ".png", "image/png", 1000)
                .refusal());

        assertThat(answers).filteredOn("not refused"::equals).hasSize(3);
        assertThat(answers).filteredOn(FULL::equals).hasSize(27);
        assertThat(result(1).refusal()).isEqualTo(FULL);
    }

    @Test
    void whatIsGrantedKeepsItsRoomUntilItHasRunOut() {
        allow(2L * PNG.length);
        String task = Ids.next("task");
        uploaded(task, "open.png");
        assertThat(free()).isEqualTo(PNG.length);

        assertThat(media.grant(user, task, "open.png", "image/png", PNG.length).status())
                .as("the same key again")
                .isEqualTo(200);
        assertThat(free()).isEqualTo(PNG.length);

        linksRunOut();
        assertThat(free()).isEqualTo(2L * PNG.length);
    }

    /** Its link takes bytes again until it has run out. */
    @Test
    void whatIsUsedUpKeepsItsRoomUntilItsLinkHasRunOut() {
        allow(4L * PNG.length);
        String task = Ids.next("task");
        JsonNode refused = ticket(task, "refused.png");
        JsonNode deleted = ticket(task, "deleted.png");
        JsonNode stored = ticket(task, "stored.png");
        put(refused, new byte[PNG.length]);
        assertThat(complete(refused).refusal()).isEqualTo("400 2001");
        put(deleted, PNG);
        media.delete(user, OBJECTS + "/" + complete(deleted).data().get("id").asString());
        put(stored, PNG);
        complete(stored).data();
        for (JsonNode ticket : List.of(refused, deleted, stored)) {
            put(ticket, PNG);
        }

        assertThat(free()).as("one picture, and three that nobody knows").isZero();
        assertThat(media.grant(user, task, "one-more.png", "image/png", 1).refusal())
                .isEqualTo(FULL);

        linksRunOut();
        assertThat(free()).isEqualTo(3L * PNG.length);
        for (JsonNode ticket : List.of(refused, deleted, stored)) {
            assertThat(store.find(ticket.get("objectKey").asString())).isEmpty();
        }
    }

    @Test
    void whoAsksForLessUnderTheSameKeyKeepsTheRoomOfWhatIsThere() {
        allow(2L * PNG.length);
        String task = Ids.next("task");
        String key = uploaded(task, "a.png");

        assertThat(media.grant(user, task, "a.png", "image/png", 1).status()).isEqualTo(200);

        assertThat(store.find(key)).isPresent();
        assertThat(free()).isEqualTo(PNG.length);
        assertThat(media.grant(user, task, "b.png", "image/png", PNG.length + 1).refusal())
                .isEqualTo(FULL);
        assertThat(media.grant(user, task, "a.png", "image/png", 2L * PNG.length + 1)
                        .refusal())
                .as("more of the same key than there is")
                .isEqualTo(FULL);
        assertThat(free()).as("after the refusals").isEqualTo(PNG.length);
    }

    /** The link of a result never leaves the platform. */
    @Test
    void aRecordedResultCountsOnce() {
        allow(2L * PNG.length);
        JsonNode grant = result(PNG.length).data();
        assertThat(free()).isEqualTo(PNG.length);

        put(grant, PNG);
        media.post(
                        WORKER,
                        "/internal/media/results/complete",
                        Map.of("objectKey", grant.get("objectKey").asString()))
                .data();

        assertThat(free()).isEqualTo(PNG.length);
    }

    /** Thirty requests of one user wait for one another, and there are ten connections. */
    @Test
    void whoWaitsForHimselfKeepsNobodyElseFromTheDatabase() throws InterruptedException {
        String task = Ids.next("task");
        media.grant(user, task, "first.png", "image/png", 1).data();
        ExecutorService requests = Executors.newFixedThreadPool(30);

        transaction.executeWithoutResult(status -> {
            jdbc.sql("select used_bytes from quotas where user_id = ? for update")
                    .param(userId)
                    .query(Long.class)
                    .single();
            for (int number = 0; number < 30; number++) {
                String fileName = number + ".png";
                requests.submit(() -> media.grant(user, task, fileName, "image/png", 1));
            }
            Awaitility.await()
                    .until(() -> jdbc.sql("select count(*) from pg_locks where not granted")
                                    .query(Long.class)
                                    .single()
                            > 0);

            String another = TestTokens.start().user(Ids.next("user"));
            for (int number = 0; number < 20; number++) {
                assertThat(media.grant(another, Ids.next("task"), "a.png", "image/png", 1)
                                .status())
                        .isEqualTo(200);
            }
        });

        requests.shutdown();
        assertThat(requests.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoAsksForRoomHearsWhetherThereIsAny() {
        allow(1000L);

        assertThat(room(1000).data("/freeBytes").asLong()).isEqualTo(1000);
        assertThat(room(1001).status()).isEqualTo(403);
        assertThat(room(1001).errorCode()).isEqualTo("4001");
        assertThat(room(-1).errorCode()).isEqualTo("2003");
    }

    /** All of them were granted while there was room for all. */
    @Test
    void uploadsThatEndAtOnceNeverTakeMoreThanIsAllowed() {
        String task = Ids.next("task");
        List<String> keys = IntStream.range(0, 30)
                .mapToObj(number -> uploaded(task, number + ".png"))
                .toList();
        allow(10L * PNG.length);

        List<String> answers =
                AtOnce.call(30, number -> media.complete(user, keys.get(number)).refusal());

        assertThat(answers).filteredOn(FULL::equals).hasSize(20);
        assertThat(answers).filteredOn("not refused"::equals).hasSize(10);
        JsonNode page = media.get(user, OBJECTS).data();
        assertThat(page.get("items")).hasSize(10);
        assertThat(page.get("usedBytes").asLong()).isEqualTo(10L * PNG.length);
        for (int number = 0; number < 30; number++) {
            if (answers.get(number).equals(FULL)) {
                assertThat(media.complete(user, keys.get(number)).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
            }
        }
    }

    @Test
    void theSamePictureDeletedAtOnceGivesItsBytesBackOnce() {
        media.stored(user, Ids.next("task"), "stays.png", PNG);
        JsonNode object = media.stored(user, Ids.next("task"), "goes.png", PNG);

        AtOnce.call(
                20, call -> media.delete(user, OBJECTS + "/" + object.get("id").asString())
                        .status());

        assertThat(quota(ADMIN).data("/usedBytes").asLong()).isEqualTo(PNG.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"allowedBytes\":-1}", "{\"allowedBytes\":\"1\"}", "{\"allowedBytes\":1.5}", "[]"})
    void whatIsNoQuotaIsABadParameter(String body) {
        assertThat(admin().put(path(), body).errorCode()).isEqualTo("2003");
    }

    private Api.Answer room(long bytes) {
        return Api.onPort(port).as(WORKER).get("/internal/media/room?userId=%s&bytes=%d".formatted(userId, bytes));
    }

    private long free() {
        return room(0).data("/freeBytes").asLong();
    }

    /** And what was put by them and not recorded is swept. */
    private void linksRunOut() {
        jdbc.sql("update upload_grants set granted_at = now() - interval '1 hour' where user_id = ?")
                .param(userId)
                .update();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("select count(*) from upload_grants where user_id = ?")
                                .param(userId)
                                .query(Long.class)
                                .single()
                        == 0);
    }

    private String uploaded(String task, String fileName) {
        JsonNode ticket = ticket(task, fileName);
        put(ticket, PNG);
        return ticket.get("objectKey").asString();
    }

    private JsonNode ticket(String task, String fileName) {
        return media.grant(user, task, fileName, "image/png", PNG.length).data();
    }

    private void put(JsonNode ticket, byte[] bytes) {
        assertThat(media.put(ticket.get("uploadUrl").asString(), "image/png", bytes))
                .isEqualTo(200);
    }

    private MediaApi.Answer complete(JsonNode ticket) {
        return media.complete(user, ticket.get("objectKey").asString());
    }

    private MediaApi.Answer result(int sizeBytes) {
        return media.post(
                WORKER,
                "/internal/media/results",
                Map.of(
                        "userId",
                        userId,
                        "taskId",
                        Ids.next("task"),
                        "fileName",
                        "1.png",
                        "contentType",
                        "image/png",
                        "sizeBytes",
                        sizeBytes,
                        "purpose",
                        "OUTPUT"));
    }

    private Api.Answer quota(String token) {
        return Api.onPort(port).as(token).get(path());
    }

    private Api.Answer allow(Long bytes) {
        Map<String, Object> request = new HashMap<>();
        request.put("allowedBytes", bytes);
        return admin().put(path(), request);
    }

    private Api admin() {
        return Api.onPort(port).as(ADMIN);
    }

    private String path() {
        return "/api/admin/media/quotas/" + userId;
    }
}
