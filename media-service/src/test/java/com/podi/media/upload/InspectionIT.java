package com.podi.media.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.Purpose;
import com.podi.contracts.media.ResultGrantRequest;
import com.podi.media.MediaApi;
import com.podi.media.Pictures;
import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObjects;
import com.podi.media.picture.PictureLimits;
import com.podi.media.picture.PictureReader;
import com.podi.media.storage.ObjectStore;
import com.podi.starter.id.Ids;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

@ServiceIT
class InspectionIT {

    private static final String WORKER = TestTokens.start().service("svc-task-worker");
    private static final byte[] JPEG = Pictures.progressiveJpeg(3000, 3000);
    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String ANN = TestTokens.start().user("ann");

    @LocalServerPort
    int port;

    @Autowired
    ObjectStore store;

    @Autowired
    Grants grants;

    @Autowired
    MediaObjects objects;

    @Autowired
    PictureReader pictures;

    @Autowired
    PictureLimits limits;

    /** Every read takes a while, and the picture needs several. */
    @Test
    void aPictureThatCannotBeLookedThroughInTimeIsNeitherRecordedNorLost() {
        MediaApi media = new MediaApi(port);
        String task = Ids.next("task");
        JsonNode ticket =
                media.grant(ANN, task, "a.jpg", "image/jpeg", JPEG.length).data();
        String key = ticket.get("objectKey").asString();
        media.put(ticket.get("uploadUrl").asString(), "image/jpeg", JPEG);
        ObjectStore slow = mock(ObjectStore.class, delegatesTo(store));
        doAnswer(call -> {
                    Thread.sleep(60);
                    return store.read(call.getArgument(0), call.getArgument(1), call.getArgument(2));
                })
                .when(slow)
                .read(any(), anyLong(), anyInt());

        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> inspection(slow, Duration.ofMillis(50))
                        .record(grants.find(key).orElseThrow()))
                .extracting(PodiException::errorCode)
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);

        assertThat(store.list("uploads/" + task + "/", 2))
                .as("no copy is left behind")
                .filteredOn(found -> found.key().startsWith("uploads/" + task))
                .singleElement()
                .matches(found -> found.key().equals(key));
        assertThat(media.complete(ANN, key).status()).as("at another time").isEqualTo(200);
    }

    /** Also when it could not be looked at the first time. */
    @Test
    void aResultStaysWhereItWasPut() {
        MediaApi media = new MediaApi(port);
        String task = Ids.next("task");
        JsonNode grant = media.post(
                        WORKER,
                        "/internal/media/results",
                        new ResultGrantRequest("ann", task, "a.jpg", "image/jpeg", JPEG.length, Purpose.OUTPUT))
                .data();
        String key = grant.get("objectKey").asString();
        media.put(grant.get("uploadUrl").asString(), "image/jpeg", JPEG);
        ObjectStore away = mock(ObjectStore.class, delegatesTo(store));
        doThrow(ErrorCode.SERVICE_UNAVAILABLE.because("away")).when(away).read(any(), anyLong(), anyInt());

        assertThatExceptionOfType(PodiException.class).isThrownBy(() -> inspection(away, Duration.ofSeconds(10))
                .record(grants.find(key).orElseThrow()));

        assertThat(media.post(WORKER, "/internal/media/results/complete", Map.of("objectKey", key))
                        .status())
                .isEqualTo(200);
        assertThat(store.list("results/" + task + "/", 2))
                .filteredOn(found -> found.key().startsWith("results/" + task))
                .singleElement()
                .matches(found -> found.key().equals(key));
    }

    /** While a replica was still looking at the garbage of before. */
    @Test
    void whatWasPutByAGrantGivenAnewOutlivesTheRefusalOfWhatWasPutBefore() {
        MediaApi media = new MediaApi(port);
        String task = Ids.next("task");
        String key = uploaded(media, task, new byte[PNG.length]);
        ObjectStore slow = mock(ObjectStore.class, delegatesTo(store));
        AtomicBoolean isGivenAnew = new AtomicBoolean();
        doAnswer(call -> {
                    if (isGivenAnew.compareAndSet(false, true)) {
                        uploaded(media, task, PNG);
                    }
                    return store.read(call.getArgument(0), call.getArgument(1), call.getArgument(2));
                })
                .when(slow)
                .read(any(), anyLong(), anyInt());

        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> inspection(slow, Duration.ofSeconds(10))
                        .record(grants.find(key).orElseThrow()))
                .extracting(PodiException::errorCode)
                .isEqualTo(ErrorCode.IMAGE_FORMAT);

        assertThat(isGivenAnew).isTrue();
        assertThat(media.complete(ANN, key).status()).isEqualTo(200);
    }

    private static String uploaded(MediaApi media, String task, byte[] bytes) {
        JsonNode ticket =
                media.grant(ANN, task, "a.png", "image/png", bytes.length).data();
        media.put(ticket.get("uploadUrl").asString(), "image/png", bytes);
        return ticket.get("objectKey").asString();
    }

    private Inspection inspection(ObjectStore slow, Duration patience) {
        UploadProperties properties = new UploadProperties(
                DataSize.ofMegabytes(50), DataSize.ofMegabytes(200), patience, URI.create("http://127.0.0.1/"));
        return new Inspection(slow, grants, objects, pictures, limits, properties, Clock.systemUTC());
    }
}
