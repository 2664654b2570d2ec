package com.podi.media.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.MediaObjectView;
import com.podi.contracts.media.Purpose;
import com.podi.media.MediaApi;
import com.podi.media.Pictures;
import com.podi.media.QuietServiceIT;
import com.podi.media.object.MediaObject;
import com.podi.media.object.MediaObjects;
import com.podi.starter.id.Ids;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.TestTokens;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Replicas know of each other only what stands in the row of the grant. */
@QuietServiceIT
class GrantIT {

    private static final byte[] PNG = Pictures.png(40, 30);

    @LocalServerPort
    int port;

    @Autowired
    Grants grants;

    @Autowired
    MediaObjects objects;

    @Autowired
    JdbcClient jdbc;

    private MediaApi media;
    private String userId;
    private String user;
    private String key;

    @BeforeEach
    void give() {
        media = new MediaApi(port);
        userId = Ids.next("user");
        user = TestTokens.start().user(userId);
        key = media.grant(user, Ids.next("task"), "a.png", "image/png", PNG.length)
                .data()
                .get("objectKey")
                .asString();
    }

    @Test
    void itIsUsedUpOnceHoweverManyHaveInspectedWhatWasPut() {
        Grant grant = grants.find(key).orElseThrow();

        List<String> recorded =
                AtOnce.call(20, number -> objects.record(grant, object(grant, "obj_" + key.hashCode() + number))
                        .view()
                        .id());

        assertThat(recorded).hasSize(20).containsOnly(recorded.get(0));
        assertThat(state()).isEqualTo("STORED");
        assertThat(usedBytes()).isEqualTo(PNG.length);
    }

    /** One replica was still looking at the bytes when another had recorded them and the user had deleted the record. */
    @Test
    void aReplicaThatComesLateDoesNotBringBackWhatWasDeleted() {
        Grant grant = grants.find(key).orElseThrow();
        String id = objects.record(grant, object(grant, Ids.next("obj"))).view().id();
        assertThat(media.delete(user, "/api/media/v1/objects/" + id).status()).isEqualTo(200);

        assertRefused(grant);

        assertThat(state()).isEqualTo("DELETED");
        assertThat(usedBytes()).isZero();
    }

    /** Deleted and granted anew, of the same type and size: what was looked at are the bytes of before. */
    @Test
    void aReplicaThatComesLateDoesNotUseUpWhatWasGivenSince() {
        Grant before = grants.find(key).orElseThrow();
        String id =
                objects.record(before, object(before, Ids.next("obj"))).view().id();
        media.delete(user, "/api/media/v1/objects/" + id);
        media.grant(user, before.taskId(), "a.png", "image/png", PNG.length).data();

        assertRefused(before);
        assertThat(grants.refuse(before)).isFalse();

        assertThat(state()).isEqualTo("GRANTED");
        assertThat(usedBytes()).isZero();
        Grant since = grants.find(key).orElseThrow();
        assertThat(objects.record(since, object(since, Ids.next("obj"))).view().objectKey())
                .isEqualTo(key);
    }

    @Test
    void whatOneReplicaHasRefusedTheOtherDoesNotRecord() {
        Grant grant = grants.find(key).orElseThrow();
        grants.refuse(grant);

        assertRefused(grant);

        assertThat(state()).isEqualTo("REFUSED");
    }

    @Test
    void whatIsRecordedIsNotRefusedAnyMore() {
        Grant grant = grants.find(key).orElseThrow();
        objects.record(grant, object(grant, Ids.next("obj")));

        grants.refuse(grant);

        assertThat(state()).isEqualTo("STORED");
    }

    /** What was looked at was a picture of another type. */
    @Test
    void whatWasGrantedOtherwiseMeanwhileIsNotUsedUp() {
        Grant before = grants.find(key).orElseThrow();
        media.grant(user, before.taskId(), "a.png", "image/png", PNG.length + 1);

        assertRefused(before);
        grants.refuse(before);

        assertThat(state()).isEqualTo("GRANTED");
    }

    /** As versions before wrote them. */
    @Test
    void aGrantThatDoesNotSayForWhatGoesByItsKey() {
        jdbc.sql("""
                        insert into upload_grants (object_key, user_id, task_id, file_name, type, max_size_bytes)
                        values ('results/' || :task || '/1.png', 'ann', :task, '1.png', 'PNG', 1),
                            ('uploads/' || :task || '/1.png', 'ann', :task, '1.png', 'PNG', 1)""").param("task", userId).update();

        assertThat(grants.find("results/" + userId + "/1.png").orElseThrow().purpose())
                .isEqualTo(Purpose.OUTPUT);
        assertThat(grants.find("uploads/" + userId + "/1.png").orElseThrow().purpose())
                .isEqualTo(Purpose.INPUT);
    }

    private void assertRefused(Grant grant) {
        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> objects.record(grant, object(grant, Ids.next("obj"))))
                .extracting(PodiException::errorCode)
                .isEqualTo(ErrorCode.MEDIA_NOT_FOUND);
        assertThat(objects.find(key)).isEmpty();
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

    private String state() {
        return jdbc.sql("select state from upload_grants where object_key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    private long usedBytes() {
        return jdbc.sql("select used_bytes from quotas where user_id = ?")
                .param(userId)
                .query(Long.class)
                .single();
    }
}
