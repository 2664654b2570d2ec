package com.podi.media.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.media.MediaApi;
import com.podi.media.Pictures;
import com.podi.media.QuietServiceIT;
import com.podi.media.storage.ObjectStore;
import com.podi.starter.id.Ids;
import com.podi.testsupport.TestTokens;
import java.time.Duration;
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
    StoreSweep storeSweep;

    private MediaApi media;
    private String task;

    @BeforeEach
    void connect() {
        media = new MediaApi(port);
        task = Ids.next("task");
        jdbc.sql("delete from turns").update();
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
        media.put(ticket.get("uploadUrl").asString(), "image/png", new byte[100]);
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
        storeSweep.run();

        assertThat(media.fetch(media.link(ANN, key)).body()).isEqualTo(PNG);
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

        storeSweep.run();

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

    @Test
    void aTurnIsTakenByOneAndGoesOnWhereItEnded() {
        assertThat(turns.take("job", Duration.ofMinutes(1))).isTrue();
        assertThat(turns.take("job", Duration.ofMinutes(1))).isFalse();
        assertThat(turns.mark("job")).isNull();

        turns.end("job", Duration.ZERO, "so far");

        assertThat(turns.take("job", Duration.ofMinutes(1))).isTrue();
        assertThat(turns.mark("job")).isEqualTo("so far");
        turns.end("job", Duration.ofHours(1), null);
        assertThat(turns.take("job", Duration.ofMinutes(1))).isFalse();
    }

    @Test
    void aTurnWhoseOwnerDiedIsTakenOver() {
        assertThat(turns.take("job of the dead", Duration.ZERO)).isTrue();
        assertThat(turns.take("job of the dead", Duration.ofMinutes(1))).isTrue();
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

    private long grants(String key) {
        return jdbc.sql("select count(*) from upload_grants where object_key = ?")
                .param(key)
                .query(Long.class)
                .single();
    }
}
