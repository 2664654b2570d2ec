package com.podi.ability.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
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
        assertThat(discretion.text("data:image/png;base64," + base64))
                .isEqualTo("data:image/png;base64,[base64 11000]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r\n  ", " ", "\\n", "\\r\\n", "\\\\r\\\\n", "%0D%0A"})
    void picturesThatAreBrokenIntoLinesAreNotKeptEither(String lineEnd) {
        for (int width : new int[] {40, 64, 76}) {
            String wrapped = "iVBORw0KGgoAAAANSUhEUgAA"
                    .repeat(40)
                    .replaceAll("(.{%d})".formatted(width), "$1" + Matcher.quoteReplacement(lineEnd));

            assertThat(discretion.text("look: " + wrapped + "!"))
                    .as("%d", width)
                    .startsWith("look: [base64 960]")
                    .endsWith("!")
                    .hasSizeLessThan(40);
        }
    }

    @Test
    void picturesInWhateverAlphabetAndEscapedAreNotKept() {
        byte[] picture = new byte[3_000];
        new Random(7).nextBytes(picture);
        String plain = Base64.getEncoder().encodeToString(picture);
        for (String encoded : List.of(
                plain,
                Base64.getUrlEncoder().encodeToString(picture),
                Base64.getMimeEncoder().encodeToString(picture),
                plain.replace("/", "\\/"),
                plain.replace("/", "\\\\/").replace("+", "\\\\u002b"),
                plain.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"))) {
            assertThat(discretion.text("a " + encoded + " b")).isEqualTo("a [base64 4000] b");
            assertThat(summary(json.createObjectNode()
                            .put("payload", "{\"image\":\"data:image\\/png;base64," + encoded + "\"}")
                            .toString()))
                    .as("in JSON in JSON")
                    .hasSizeLessThan(120)
                    .contains("image");
        }
    }

    @Test
    void wordsAreNoPictures() {
        String prompt =
                "a red shirt with the words hello-world_and/or more ".repeat(9).strip();

        assertThat(discretion.text(prompt)).isEqualTo(prompt);
        assertThat(discretion.text("see data:image/png;base64,iVBORw0KGgo= and tell me"))
                .isEqualTo("see data:image/png;base64,[base64 12] and tell me");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Authorization: AWS AKIAIOSFODNN7:frJIUN8DYpKDtOLCwo= | Authorization: ***",
                "Authorization: OSS LTAI4:hunter2 | Authorization: ***",
                "curl -H 'authorization: Digest username=u, response=hunter2' now | curl -H 'authorization: ***' now",
                "{\"Authorization\":\"Basic aHVudGVyMg==\"} | {\"Authorization\":\"***\"}",
                "{\\\"apiKey\\\":\\\"hunter2 hunter2\\\"} | {\\\"apiKey\\\":\\\"***\\\"}",
                "Cookie: a=hunter2; b=hunter2 | Cookie: ***",
                "X-Api-Key: hunter2 | X-Api-Key: ***",
                "password=hunter2, user=me | password=***, user=me",
                "/b/k.png?AWSAccessKeyId=hunter2&Signature=hunter2%3D&Expires=1 | /b/k.png?AWSAccessKeyId=***&Signature=***&Expires=1",
                "/b/k.png?X-Amz-Credential=hunter2%2Fs3&X-Amz-Signature=hunter2&X-Amz-Security-Token=hunter2 | /b/k.png?X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Security-Token=***",
                "b.oss-cn.aliyuncs.com/k?OSSAccessKeyId=hunter2&Signature=hunter2 | b.oss-cn.aliyuncs.com/k?OSSAccessKeyId=***&Signature=***",
                "k?x-oss-signature=hunter2&x-oss-credential=hunter2&x=1 | k?x-oss-signature=***&x-oss-credential=***&x=1",
                "https:\\/\\/s3\\/k?X-Amz-Signature=hunter2 | https:\\/\\/s3\\/k?X-Amz-Signature=***",
                "next=https%3A%2F%2Fs3%2Fk%3FX-Amz-Signature%3Dhunter2 | next=https%3A%2F%2Fs3%2Fk%3FX-Amz-Signature%3D***",
                "k?sv=1&sig=hunter2&x=1 | k?sv=1&sig=***&x=1",
            })
    void secretsWithANameAreMasked(String text, String masked) {
        assertThat(discretion.text(text)).isEqualTo(masked);
        assertThat(summary(json.createObjectNode().put("a", text).toString())).doesNotContain("hunter2", "aHVudGVyMg");
    }

    @Test
    void aSecretMayBeANumberAndACountIsNone() {
        assertThat(summary("{\"password\":12345678,\"maxTokens\":300,\"token\":null}"))
                .isEqualTo("{\"password\":\"***\",\"maxTokens\":300,\"token\":null}");
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
    @Timeout(120)
    void noTextTakesLong() {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        for (String part : new String[] {
            "a.",
            "data:",
            "data:;a",
            ";a;a",
            "://",
            "http://a",
            "eyJ",
            "sk-",
            "ab/+",
            "Bearer ",
            "data:;base64,AAAA\r\n",
            ";base64,",
            "\\",
            "\\n",
            "\\u0041",
            "%2",
            " \n",
            "token",
            "token-",
            "token=",
            "token\"",
            "authorization:",
            "cookie\\\\",
            "?sig=",
            "A".repeat(39) + " ",
            "A".repeat(76) + "\r\n"
        }) {
            String text = part.repeat(400_000 / part.length());
            // Of the processor, so that it does not matter who else uses it.
            long began = thread.getCurrentThreadCpuTime();
            discretion.text(text);
            assertThat(Duration.ofNanos(thread.getCurrentThreadCpuTime() - began))
                    .as(part)
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    private String summary(String request) {
        return discretion.summary(json.readTree(request));
    }
}
