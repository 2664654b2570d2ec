package com.podi.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.starter.id.Ids;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceIT
class DownloadIT {

    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String ANN = TestTokens.start().user("ann");
    private static final String BOB = TestTokens.start().user("bob");
    private static final String ADMIN = TestTokens.start().admin("root");

    @LocalServerPort
    int port;

    private MediaApi media;
    private String key;

    @BeforeEach
    void store() {
        media = new MediaApi(port);
        key = media.stored(ANN, Ids.next("task"), "印花.png", PNG)
                .get("objectKey")
                .asString();
    }

    @Test
    void theOwnerGetsALinkThatDownloadsThePicture() {
        JsonNode link = sign(ANN, key, null).data();

        HttpResponse<byte[]> picture = media.fetch(link.get("url").asString());

        assertThat(link.get("expireIn").asInt()).isEqualTo(300);
        assertThat(link.get("objectKey").asString()).isEqualTo(key);
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.body()).isEqualTo(PNG);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(picture.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment;")
                .endsWith("filename*=UTF-8''%E5%8D%B0%E8%8A%B1.png");
        assertThat(picture.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void anAdministratorMayReadIt() {
        assertThat(media.fetch(sign(ADMIN, key, 60).data().get("url").asString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherUserMayNot() {
        assertThat(sign(BOB, key, 60).refusal()).isEqualTo("403 MEDIA_DOWNLOAD_DENIED");
    }

    @Test
    void aLinkIsGoodForOneObjectAlone() {
        String other = media.stored(BOB, Ids.next("task"), "other.png", PNG)
                .get("objectKey")
                .asString();
        String task = key.split("/")[1];
        String url = sign(ANN, key, 60).data().get("url").asString();

        assertThat(media.fetch(url.replace(task, other.split("/")[1])).statusCode())
                .isEqualTo(403);
        assertThat(media.fetch(url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploads/../results/x", "uploads/none/none.png"})
    void whatIsNotRecordedIsNotFound(String unknown) {
        assertThat(sign(ANN, unknown, 60).refusal()).isEqualTo("404 MEDIA_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -5, 3601, 1_000_000_000})
    void aLinkLivesAnHourAtMost(int ttl) {
        assertThat(sign(ANN, key, ttl).refusal()).isEqualTo("400 2003");
        assertThat(sign(ANN, key, 3600).status()).isEqualTo(200);
    }

    private MediaApi.Answer sign(String token, String objectKey, Integer ttl) {
        return media.post(
                token,
                "/api/media/v1/signed-download",
                ttl == null ? Map.of("objectKey", objectKey) : Map.of("objectKey", objectKey, "ttl", ttl));
    }
}
