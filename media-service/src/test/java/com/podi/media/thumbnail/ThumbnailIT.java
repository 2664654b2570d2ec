package com.podi.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.media.MediaApi;
import com.podi.media.Pictures;
import com.podi.media.QuietServiceIT;
import com.podi.media.storage.ObjectStore;
import com.podi.starter.id.Ids;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.TestTokens;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@QuietServiceIT
class ThumbnailIT {

    private static final String OBJECTS = "/api/media/v1/objects";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ObjectStore store;

    @Autowired
    ThumbnailJob job;

    @Autowired
    ThumbnailRepository orders;

    private MediaApi media;
    private String user;

    @BeforeEach
    void connect() {
        media = new MediaApi(port);
        user = TestTokens.start().user(Ids.next("user"));
        jdbc.sql("update thumbnails set state = 'IMPOSSIBLE'").update();
    }

    @Test
    void aRecordedPictureGetsALinkToAThumbnail() throws Exception {
        media.stored(user, Ids.next("task"), "a.png", Pictures.png(1024, 768));
        assertThat(listed().get("thumbnailUrl").isNull()).isTrue();

        job.run();

        HttpResponse<byte[]> thumbnail =
                media.fetch(listed().get("thumbnailUrl").asString());
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(thumbnail.body()));
        assertThat(thumbnail.statusCode()).isEqualTo(200);
        assertThat(thumbnail.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(picture.getWidth()).isEqualTo(512);
        assertThat(picture.getHeight()).isEqualTo(384);
    }

    @Test
    void itIsMadeOnceHoweverManyAreAtWork() {
        String id = media.stored(user, Ids.next("task"), "a.png", Pictures.png(64, 64))
                .get("id")
                .asString();

        List<Optional<ThumbnailOrder>> taken = AtOnce.call(10, call -> orders.take(Duration.ofMinutes(1)));

        assertThat(taken.stream().flatMap(Optional::stream))
                .extracting(ThumbnailOrder::objectId)
                .containsExactly(id);
    }

    @Test
    void whoDiesLeavesTheOrderToTheNext() throws Exception {
        media.stored(user, Ids.next("task"), "a.png", Pictures.png(64, 64));
        assertThat(orders.take(Duration.ZERO)).isPresent();

        job.run();

        assertThat(listed().get("thumbnailUrl").asString()).startsWith("http");
    }

    @Test
    void aPictureThatKillsWhoeverLooksAtItIsGivenUp() throws Exception {
        media.stored(user, Ids.next("task"), "a.png", Pictures.png(64, 64));
        for (int death = 0; death < 5; death++) {
            assertThat(orders.take(Duration.ZERO)).isPresent();
        }

        job.run();

        assertThat(orders.take(Duration.ZERO)).isEmpty();
        assertThat(listed().get("thumbnailUrl").isNull()).isTrue();
    }

    @Test
    void aPictureThatCannotBeDecodedIsListedWithoutOne() throws Exception {
        byte[] png = Pictures.png(64, 64);
        Arrays.fill(png, 40, png.length - 12, (byte) 0x55);
        media.stored(user, Ids.next("task"), "a.png", png);

        job.run();

        assertThat(orders.take(Duration.ZERO)).isEmpty();
        assertThat(listed().get("thumbnailUrl").isNull()).isTrue();
    }

    @Test
    void bytesThatCannotBeFetchedPostponeItHoweverOften() throws Exception {
        String id = media.stored(user, Ids.next("task"), "a.png", Pictures.png(64, 64))
                .get("id")
                .asString();
        ThumbnailOrder order = orders.take(Duration.ZERO).orElseThrow();
        store.delete(order.location());

        assertThat(job.fulfil(order)).isFalse();
        assertThat(orders.take(Duration.ZERO)).as("it waits").isEmpty();
        for (int outage = 0; outage < 10; outage++) {
            jdbc.sql("update thumbnails set due_at = now() where object_id = ?")
                    .param(id)
                    .update();
            job.fulfil(orders.take(Duration.ZERO).orElseThrow());
        }

        assertThat(jdbc.sql("select state from thumbnails where object_id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo("WAITING");
    }

    @Test
    void itGoesWithItsPicture() throws Exception {
        String id = media.stored(user, Ids.next("task"), "a.png", Pictures.png(64, 64))
                .get("id")
                .asString();
        job.run();
        String url = listed().get("thumbnailUrl").asString();

        media.delete(user, OBJECTS + "/" + id);

        assertThat(media.fetch(url).statusCode()).isEqualTo(404);
    }

    @Test
    void aPictureThatIsDeletedMeanwhileLeavesNoneBehind() throws Exception {
        String id = media.stored(user, Ids.next("task"), "a.png", Pictures.png(64, 64))
                .get("id")
                .asString();
        Optional<ThumbnailOrder> order = orders.take(Duration.ofMinutes(1));
        media.delete(user, OBJECTS + "/" + id);
        store.put(order.orElseThrow().location(), Pictures.png(64, 64), "image/png");

        job.fulfil(order.get());

        assertThat(store.find(order.get().thumbnailKey())).isEmpty();
    }

    private JsonNode listed() {
        return media.get(user, OBJECTS).data().get("items").get(0);
    }
}
