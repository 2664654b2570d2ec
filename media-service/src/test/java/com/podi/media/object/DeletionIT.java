package com.podi.media.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.mock;

import com.podi.contracts.error.ErrorCode;
import com.podi.media.MediaApi;
import com.podi.media.Pictures;
import com.podi.media.QuietServiceIT;
import com.podi.media.grant.Grants;
import com.podi.media.quota.Quotas;
import com.podi.media.storage.ObjectStore;
import com.podi.media.thumbnail.Thumbnails;
import com.podi.starter.event.Events;
import com.podi.starter.id.Ids;
import com.podi.testsupport.TestTokens;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Somebody is making the thumbnail while its picture is deleted. */
@QuietServiceIT
class DeletionIT {

    private static final byte[] PNG = Pictures.png(40, 30);

    @LocalServerPort
    int port;

    @Autowired
    MediaObjectRepository repository;

    @Autowired
    Grants grants;

    @Autowired
    Quotas quotas;

    @Autowired
    Thumbnails thumbnails;

    @Autowired
    ObjectStore store;

    @Autowired
    Events events;

    private final String userId = Ids.next("user");
    private final Thumbnails beingMade = mock(Thumbnails.class);
    private String id;
    private String thumbnail;

    @BeforeEach
    void record() {
        JsonNode object = new MediaApi(port).stored(TestTokens.start().user(userId), Ids.next("task"), "a.png", PNG);
        id = object.get("id").asString();
        thumbnail = "thumbnails/" + id + ".jpg";
    }

    @Test
    void aThumbnailThatIsPutBeforeTheRowIsGoneGoesAsWell() {
        doAnswer(call -> {
                    thumbnails.delete(id);
                    store.put(thumbnail, PNG, "image/jpeg");
                    return null;
                })
                .doAnswer(delegatesTo(thumbnails))
                .when(beingMade)
                .delete(id);

        objects().delete(userId, id);

        assertThat(store.find(thumbnail)).isEmpty();
        assertThat(repository.byId(id)).isEmpty();
    }

    @Test
    void whatIsDeletedIsSoEvenIfTheStoreGoesAwayAfterwards() {
        doNothing()
                .doThrow(ErrorCode.SERVICE_UNAVAILABLE.because("away"))
                .when(beingMade)
                .delete(id);

        assertThatCode(() -> objects().delete(userId, id)).doesNotThrowAnyException();

        assertThat(repository.byId(id)).isEmpty();
    }

    private MediaObjects objects() {
        return new MediaObjects(repository, grants, quotas, beingMade, store, events, Clock.systemUTC());
    }
}
