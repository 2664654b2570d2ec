package com.podi.ability.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DiscretionTest {

    private final JsonMapper json = new JsonMapper();
    private final Discretion discretion = new Discretion(json);

    @Test
    void whatIsHarmlessStaysAsItIs() {
        String request =
                "{\"scale\":2,\"prompt\":\"一只猫, 4k\",\"maxTokens\":300,\"on\":true,\"none\":null,\"list\":[1.5,\"a\"]}";

        assertThat(summary(request)).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "apiKey",
                "api_key",
                "accessKeyId",
                "token",
                "Authorization",
                "clientSecret",
                "x-signature",
                "Set-Cookie"
            })
    void whatIsNamedLikeASecretIsMasked(String name) {
        assertThat(summary("{\"%s\":\"hunter2\",\"deep\":[{\"%s\":{\"a\":\"hunter2\"}}]}".formatted(name, name)))
                .doesNotContain("hunter2")
                .contains("***");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer abcdefgh.ijklmnop | Bearer ***",
                "said eyJhbGciOi.eyJzdWIiOi.sig and left | said *** and left",
                "sk-abcdefghijklmnop1234 | ***",
                "https://user:pw@host/a/b.png?X-Amz-Signature=abc&Expires=1 | https://host/a/b.png?…",
                "see s3://bucket/key.png?sig=1, or http://h/p#frag | see s3://bucket/key.png?… or http://h/p#…",
                "https://host/plain.png | https://host/plain.png"
            })
    void secretsInTextsAreMasked(String text, String masked) {
        assertThat(discretion.text(text)).isEqualTo(masked);
    }

    @Test
    void picturesAsTextAreNotKept() {
        String base64 = "iVBORw0KGgo".repeat(1_000);

        assertThat(summary("{\"image\":\"%s\"}".formatted(base64))).isEqualTo("{\"image\":\"[base64 11000]\"}");
        assertThat(discretion.text("data:image/png;base64," + base64)).startsWith("[base64 ");
    }

    @Test
    void nothingIsLongerThanAnybodyReads() {
        assertThat(discretion.text("词 ".repeat(5_000)))
                .hasSizeLessThan(Discretion.LONGEST_TEXT + 20)
                .endsWith("… (10000)");
        String wide = "[" + "\"%s\",".formatted("many words ".repeat(40)).repeat(49) + "1]";
        assertThat(summary(wide)).startsWith("{\"omitted\":").hasSizeLessThan(100);
    }

    @Test
    void whatIsDeepEndsSomewhere() {
        assertThat(summary("[".repeat(150) + "]".repeat(150))).isEqualTo("[[[[[[\"…\"]]]]]]");
    }

    @Test
    void whatPostgresCannotHoldIsReplaced() {
        assertThat(discretion.text("a\0b\ud800c\ud83d\ude00")).isEqualTo("a\ufffdb\ufffdc\ud83d\ude00");
    }

    @Test
    @Timeout(10)
    void noTextTakesLong() {
        for (String part :
                new String[] {"a.", "data:", "data:;a", ";a;a", "://", "http://a", "eyJ", "sk-", "ab/+", "Bearer "}) {
            String text = part.repeat(400_000 / part.length());
            long began = System.nanoTime();
            discretion.text(text);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(part).isLessThan(Duration.ofSeconds(3));
        }
    }

    private String summary(String request) {
        return discretion.summary(json.readTree(request));
    }
}
