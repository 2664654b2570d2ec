package com.podi.media.sweep;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.MediaObjectView;
import com.podi.media.MediaApi;
import com.podi.media.Pictures;
import com.podi.media.QuietServiceIT;
import com.podi.media.grant.Grant;
import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObject;
import com.podi.media.object.MediaObjects;
import com.podi.media.storage.Found;
import com.podi.media.storage.ObjectStore;
import com.podi.media.thumbnail.Thumbnails;
import com.podi.starter.id.Ids;
import com.podi.testsupport.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@QuietServiceIT
class SweepIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String ANN = TestTokens.start().user("ann");

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration EIGHT_DAYS = Duration.ofDays(8);

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ObjectStore store;

    @Autowired
    Turns turns;

    @Autowired
    GrantSweep grantSweep;

    @Autowired
    Grants grants;

    @Autowired
    MediaObjects objects;

    @Autowired
    Thumbnails thumbnails;

    @Autowired
    BucketMark mark;

    @Autowired
    MeterRegistry metrics;

    private MediaApi media;
    private String task;

    @BeforeEach
    void connect() {
        media = new MediaApi(port);
        task = Ids.next("task");
        jdbc.sql("delete from turns").update();
        store.put(BucketMark.KEY, installation(), "text/plain");
    }

    @Test
    void aGrantThatWasNeverUsedGoesWithWhatWasPut() {
        String forgotten = uploaded("1.png");
        String young = uploaded("2.png");
        expire(forgotten);

        grantSweep.run();

        assertThat(store.find(forgotten)).isEmpty();
        assertThat(grants(forgotten)).isZero();
        assertThat(store.find(young)).isPresent();
        assertThat(media.complete(ANN, young).status()).isEqualTo(200);
        assertThat(media.grant(ANN, task, "1.png", "image/png", PNG.length).status())
                .isEqualTo(200);
    }

    @Test
    void whatWasPutAgainAfterCompletionGoesAndTheRecordStays() {
        JsonNode ticket =
                media.grant(ANN, task, "1.png", "image/png", PNG.length).data();
        String key = ticket.get("objectKey").asString();
        media.put(ticket.get("uploadUrl").asString(), "image/png", PNG);
        JsonNode object = media.complete(ANN, key).data();
        media.put(ticket.get("uploadUrl").asString(), "image/png", new byte[PNG.length]);
        expire(key);

        grantSweep.run();

        assertThat(store.find(key)).isEmpty();
        assertThat(media.fetch(media.link(ANN, key)).body()).isEqualTo(PNG);
        assertThat(media.complete(ANN, key).data()).isEqualTo(object);
    }

    /** As versions before kept them: under the key that was granted. */
    @Test
    void aRecordThatLiesUnderItsOwnKeyStays() {
        String key = media.stored(ANN, task, "1.png", PNG).get("objectKey").asString();
        store.put(key, PNG, "image/png");
        jdbc.sql("update media_objects set location = null where object_key = ?")
                .param(key)
                .update();
        expire(key);

        grantSweep.run();
        storeSweep(EIGHT_DAYS).run();

        assertThat(media.fetch(media.link(ANN, key)).body()).isEqualTo(PNG);
    }

    @Test
    void howeverManyHaveRunOutAllOfThemGo() {
        jdbc.sql("""
                        insert into upload_grants (object_key, user_id, task_id, file_name, type, max_size_bytes, granted_at)
                        select 'uploads/' || :task || '/' || n, 'ann', :task, n, 'PNG', 1, now() - interval '1 day'
                        from generate_series(1, 450) n""").param("task", task).update();

        grantSweep.run();

        assertThat(jdbc.sql("select count(*) from upload_grants where task_id = ?")
                        .param(task)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** From when a sweep has seen that it is over until the bytes are gone, nobody can use it. */
    @Test
    void whatIsBeingSweptIsNeitherRecordedNorGrantedAgain() {
        String key = uploaded("1.png");
        expire(key);
        assertThat(grants.expire(1000)).contains(key);
        jdbc.sql("update upload_grants set granted_at = now() where object_key = ?")
                .param(key)
                .update();

        assertThat(media.complete(ANN, key).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
        assertThat(media.grant(ANN, task, "1.png", "image/png", 1).refusal()).isEqualTo("503 SERVICE_UNAVAILABLE");

        expire(key);
        grantSweep.run();

        assertThat(store.find(key)).isEmpty();
        assertThat(media.grant(ANN, task, "1.png", "image/png", 1).status()).isEqualTo(200);
    }

    @Test
    void whoGrantsAgainInTimeKeepsWhatIsPut() {
        String key = uploaded("1.png");
        expire(key);
        uploaded("1.png");

        grantSweep.run();

        assertThat(media.complete(ANN, key).status()).isEqualTo(200);
    }

    /** The inspection began while the grant was good. */
    @Test
    void aPictureWhoseGrantWasSweptMeanwhileIsNotRecorded() {
        String key = uploaded("1.png");
        Grant grant = grants.find(key).orElseThrow();
        expire(key);
        grantSweep.run();

        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> objects.record(grant, object(grant, "obj_late")))
                .extracting(PodiException::errorCode)
                .isEqualTo(ErrorCode.MEDIA_NOT_FOUND);
        assertThat(objects.find(key)).isEmpty();
    }

    /** Its bytes keep their room all the while, but nobody counts them for ever. */
    @Test
    void aKeyThatIsGivenAgainAndAgainMustRunOutAfterADay() {
        String key = uploaded("1.png");
        givenFirst(key, Duration.ofHours(23));
        assertThat(media.grant(ANN, task, "1.png", "image/png", 1).status()).isEqualTo(200);

        givenFirst(key, Duration.ofHours(25));
        assertThat(media.grant(ANN, task, "1.png", "image/png", 1).refusal()).isEqualTo("503 SERVICE_UNAVAILABLE");

        expire(key);
        grantSweep.run();
        assertThat(store.find(key)).isEmpty();
        assertThat(media.grant(ANN, task, "1.png", "image/png", 1).status()).isEqualTo(200);
    }

    /** The store was so slow that the lease ran out; another replica freed the keys, and the user filled them again. */
    @Test
    void whoHasLostTheTurnDeletesNothingOfWhatWasPutSince() {
        List<String> keys = List.of(uploaded("1.png"), uploaded("2.png"));
        keys.forEach(this::expire);
        AtomicBoolean isOvertaken = new AtomicBoolean();
        ObjectStore slow = mock(ObjectStore.class, delegatesTo(store));
        doAnswer(call -> {
                    store.delete(call.getArgument(0));
                    if (isOvertaken.compareAndSet(false, true)) {
                        jdbc.sql("update turns set due_at = now() - interval '1 s'")
                                .update();
                        grantSweep.run();
                        uploaded("1.png");
                        uploaded("2.png");
                    }
                    return null;
                })
                .when(slow)
                .delete(any());

        new GrantSweep(turns, grants, objects, slow, new SweepProperties(HOUR, HOUR, HOUR)).run();

        assertThat(isOvertaken).isTrue();
        assertThat(keys).allSatisfy(key -> assertThat(store.find(key)).isPresent());
        assertThat(keys)
                .allSatisfy(key -> assertThat(media.complete(ANN, key).status()).isEqualTo(200));
    }

    @Test
    void everyDeletionHasALeaseOfItsOwn() {
        List.of(uploaded("1.png"), uploaded("2.png"), uploaded("3.png")).forEach(this::expire);
        List<Instant> leases = new ArrayList<>();
        ObjectStore watched = mock(ObjectStore.class, delegatesTo(store));
        doAnswer(call -> {
                    leases.add(jdbc.sql("select due_at from turns where job = ?")
                            .param(GrantSweep.JOB)
                            .query(OffsetDateTime.class)
                            .single()
                            .toInstant());
                    store.delete(call.getArgument(0));
                    return null;
                })
                .when(watched)
                .delete(any());

        new GrantSweep(turns, grants, objects, watched, new SweepProperties(HOUR, HOUR, HOUR)).run();

        assertThat(leases).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
    }

    @Test
    void aStoreThatIsAwayPostponesTheSweep() {
        String key = uploaded("1.png");
        expire(key);
        ObjectStore away = mock(ObjectStore.class, delegatesTo(store));
        doThrow(ErrorCode.SERVICE_UNAVAILABLE.because("away")).when(away).delete(any());

        new GrantSweep(turns, grants, objects, away, new SweepProperties(HOUR, HOUR, HOUR)).run();
        assertThat(store.find(key)).isPresent();
        jdbc.sql("delete from turns").update();
        grantSweep.run();

        assertThat(store.find(key)).isEmpty();
        assertThat(grants(key)).isZero();
    }

    @Test
    void theOwnerOfATaskIsForgottenWhenNothingIsLeftOfIt() {
        String bob = TestTokens.start().user("bob");
        String recorded = Ids.next("task");
        String granted = Ids.next("task");
        String renewed = Ids.next("task");
        media.stored(ANN, recorded, "1.png", PNG);
        expire("uploads/" + recorded + "/1.png");
        media.grant(ANN, granted, "1.png", "image/png", 1);
        for (String over : List.of(task, renewed)) {
            media.grant(ANN, over, "1.png", "image/png", 1);
            expire("uploads/" + over + "/1.png");
        }
        jdbc.sql("update upload_tasks set claimed_at = now() - interval '8 days'")
                .update();
        media.grant(ANN, renewed, "2.png", "image/png", 1);
        expire("uploads/" + renewed + "/2.png");

        grantSweep.run();

        assertThat(media.grant(bob, recorded, "2.png", "image/png", 1).status()).isEqualTo(403);
        assertThat(media.grant(bob, granted, "2.png", "image/png", 1).status()).isEqualTo(403);
        assertThat(media.grant(bob, renewed, "2.png", "image/png", 1).status()).isEqualTo(403);
        assertThat(media.grant(bob, task, "2.png", "image/png", 1).status()).isEqualTo(200);
    }

    @Test
    void bytesThatNothingExplainsAreDeleted() {
        JsonNode object = media.stored(ANN, task, "1.png", PNG);
        String granted = uploaded("2.png");
        String thumbnail = "thumbnails/" + object.get("id").asString() + ".jpg";
        String copy = "uploads/" + task + "/obj_lost/1.png";
        String result = "results/" + task + "/lost.png";
        String lostThumbnail = "thumbnails/obj_lost.jpg";
        String foreign = "elsewhere/1.png";
        for (String key : new String[] {thumbnail, copy, result, lostThumbnail, foreign}) {
            store.put(key, PNG, "image/png");
        }

        storeSweep(Duration.ZERO).run();
        assertThat(store.find(copy)).as("as long as it is young").isPresent();

        jdbc.sql("delete from turns").update();
        storeSweep(EIGHT_DAYS).run();

        assertThat(store.find(copy)).isEmpty();
        assertThat(store.find(result)).isEmpty();
        assertThat(store.find(lostThumbnail)).isEmpty();
        assertThat(store.find(foreign)).isPresent();
        assertThat(store.find(granted)).isPresent();
        assertThat(store.find(thumbnail)).isPresent();
        assertThat(media.fetch(media.link(ANN, object.get("objectKey").asString()))
                        .body())
                .isEqualTo(PNG);
    }

    /** An empty database explains nothing: everything would go. */
    @Test
    void theBucketOfAnotherDatabaseIsNotSwept() {
        String copy = "uploads/" + task + "/obj_lost/1.png";
        store.put(copy, PNG, "image/png");
        store.put(BucketMark.KEY, "another-database".getBytes(US_ASCII), "text/plain");

        storeSweep(EIGHT_DAYS).run();

        assertThat(store.find(copy)).isPresent();
        assertThat(metrics.get(BucketMark.METRIC).gauge().value()).isEqualTo(1);

        store.delete(BucketMark.KEY);
        jdbc.sql("delete from turns").update();
        storeSweep(EIGHT_DAYS).run();

        assertThat(store.find(copy)).as("known to nobody, and no mark").isPresent();
        assertThat(store.find(BucketMark.KEY)).isEmpty();

        store.put(BucketMark.KEY, installation(), "text/plain");
        jdbc.sql("delete from turns").update();
        storeSweep(EIGHT_DAYS).run();

        assertThat(store.find(copy)).isEmpty();
        assertThat(metrics.get(BucketMark.METRIC).gauge().value()).isZero();
    }

    @Test
    void aBucketOfWhichEverythingIsKnownIsMarked() {
        store.list("", 1000).forEach(found -> store.delete(found.key()));
        JsonNode object = media.stored(ANN, task, "1.png", PNG);
        store.put("thumbnails/" + object.get("id").asString() + ".jpg", PNG, "image/jpeg");
        uploaded("2.png");

        assertThat(mark.isOurs()).isTrue();

        assertThat(store.read(store.find(BucketMark.KEY).orElseThrow(), 0, 100)).isEqualTo(installation());
    }

    @Test
    void theThumbnailOfAPictureThatNobodyKnowsSpeaksAgainstTheMark() {
        store.list("", 1000).forEach(found -> store.delete(found.key()));
        media.stored(ANN, task, "1.png", PNG);
        store.put("thumbnails/obj_lost.jpg", PNG, "image/jpeg");

        assertThat(mark.isOurs()).isFalse();
    }

    @Test
    void aBucketFromBeforeThereWereMarksIsMarkedIfSomeOfItIsKnown() {
        store.list("", 1000).forEach(found -> store.delete(found.key()));
        store.put("uploads/" + task + "/obj_lost/1.png", PNG, "image/png");
        jdbc.sql("update installation set knew_pictures = true").update();
        try {
            assertThat(mark.isOurs()).isFalse();

            media.stored(ANN, task, "1.png", PNG);

            assertThat(mark.isOurs()).isTrue();
        } finally {
            jdbc.sql("update installation set knew_pictures = false").update();
        }
    }

    @Test
    void aTurnIsTakenByOneAndGoesOnWhereItEnded() {
        Turns.Turn first = turns.take("job", MINUTE).orElseThrow();
        assertThat(turns.take("job", MINUTE)).isEmpty();
        assertThat(first.mark()).isNull();

        assertThat(first.renew(MINUTE)).isTrue();
        first.end(Duration.ZERO, "so far");

        Turns.Turn second = turns.take("job", MINUTE).orElseThrow();
        assertThat(second.mark()).isEqualTo("so far");
        second.end(HOUR, null);
        assertThat(turns.take("job", MINUTE)).isEmpty();
    }

    @Test
    void aTurnWhoseOwnerDiedIsTakenOver() {
        Turns.Turn lost = turns.take("job of the dead", Duration.ZERO).orElseThrow();
        Turns.Turn taken = turns.take("job of the dead", MINUTE).orElseThrow();

        lost.end(Duration.ZERO, "not so far");

        assertThat(lost.renew(MINUTE)).isFalse();
        assertThat(taken.mark()).isNull();
        assertThat(taken.renew(MINUTE)).isTrue();
    }

    /** Before which everything has been lying for a while. */
    private StoreSweep storeSweep(Duration since) {
        ObjectStore old = mock(ObjectStore.class, delegatesTo(store));
        doAnswer(call -> store.list(call.getArgument(0), call.getArgument(1)).stream()
                        .map(found -> new Found(found.key(), found.writtenAt().minus(since)))
                        .toList())
                .when(old)
                .list(any(), anyInt());
        return new StoreSweep(
                turns, grants, objects, thumbnails, old, mark, new SweepProperties(HOUR, HOUR, Duration.ofDays(7)));
    }

    private byte[] installation() {
        return jdbc.sql("select id from installation")
                .query(String.class)
                .single()
                .getBytes(US_ASCII);
    }

    private static MediaObject object(Grant grant, String id) {
        return new MediaObject(
                new MediaObjectView(
                        id,
                        grant.objectKey(),
                        grant.userId(),
                        grant.taskId(),
                        grant.fileName(),
                        "image/png",
                        PNG.length,
                        40,
                        30,
                        Instant.now()),
                grant.objectKey() + "/" + id);
    }

    private String uploaded(String fileName) {
        JsonNode ticket =
                media.grant(ANN, task, fileName, "image/png", PNG.length).data();
        media.put(ticket.get("uploadUrl").asString(), "image/png", PNG);
        return ticket.get("objectKey").asString();
    }

    private void expire(String key) {
        jdbc.sql("update upload_grants set granted_at = now() - interval '1 day' where object_key = ?")
                .param(key)
                .update();
    }

    private void givenFirst(String key, Duration ago) {
        jdbc.sql("update upload_grants set first_granted_at = now() - make_interval(secs => ?) where object_key = ?")
                .params(ago.toSeconds(), key)
                .update();
    }

    private long grants(String key) {
        return jdbc.sql("select count(*) from upload_grants where object_key = ?")
                .param(key)
                .query(Long.class)
                .single();
    }
}
