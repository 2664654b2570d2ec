package com.podi.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.starter.id.Ids;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceIT
class ObjectListIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String OBJECTS = "/api/media/v1/objects";
    private static final String BOB = TestTokens.start().user("bob");

    @LocalServerPort
    int port;

    private MediaApi media;
    private String carol;

    @BeforeEach
    void connect() {
        media = new MediaApi(port);
        carol = TestTokens.start().user(Ids.next("carol"));
    }

    @Test
    void aUserSeesOwnPicturesNewestFirst() {
        media.stored(BOB, Ids.next("task"), "other.png", PNG);
        JsonNode first = media.stored(carol, Ids.next("task"), "1.png", PNG);
        JsonNode second = media.stored(carol, Ids.next("task"), "2.png", PNG);

        JsonNode page = media.get(carol, OBJECTS + "?pageSize=1").data();

        assertThat(ids(page)).containsExactly(second.get("id").asString());
        assertThat(page.get("pagination").get("total").asInt()).isEqualTo(2);
        assertThat(page.get("usedBytes").asInt()).isEqualTo(2 * PNG.length);
        assertThat(page.get("allowedBytes").asLong()).isEqualTo(10L << 30);
        assertThat(ids(media.get(carol, OBJECTS + "?page=2&pageSize=1").data()))
                .containsExactly(first.get("id").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0", "page=-1", "pageSize=101", "page=abc"})
    void aPageThatCannotBeIsABadParameter(String query) {
        assertThat(media.get(carol, OBJECTS + "?" + query).refusal()).isEqualTo("400 2003");
    }

    @Test
    void aDeletedPictureIsGoneFromListAndStore() {
        JsonNode object = media.stored(carol, Ids.next("task"), "1.png", PNG);
        String key = object.get("objectKey").asString();
        String url = media.post(carol, "/api/media/v1/signed-download", Map.of("objectKey", key))
                .data()
                .get("url")
                .asString();

        assertThat(media.delete(carol, OBJECTS + "/" + object.get("id").asString())
                        .status())
                .isEqualTo(200);

        assertThat(media.get(carol, OBJECTS).data().get("items")).isEmpty();
        assertThat(media.get(carol, OBJECTS).data().get("usedBytes").asLong()).isZero();
        assertThat(media.fetch(url).statusCode()).isEqualTo(404);
        assertThat(media.complete(carol, key).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
        assertThat(media.delete(carol, OBJECTS + "/" + object.get("id").asString())
                        .refusal())
                .isEqualTo("404 MEDIA_NOT_FOUND");
    }

    @Test
    void anotherUsersPictureIsNotThereToDelete() {
        JsonNode object = media.stored(carol, Ids.next("task"), "1.png", PNG);

        assertThat(media.delete(BOB, OBJECTS + "/" + object.get("id").asString())
                        .refusal())
                .isEqualTo("404 MEDIA_NOT_FOUND");
        assertThat(ids(media.get(carol, OBJECTS).data()))
                .containsExactly(object.get("id").asString());
    }

    private static List<String> ids(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }
}
