package com.podi.taskworker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

    @Test
    void signsAsTheStandardDoes() {
        assertThat(sign(List.of(SECRET), 1614265330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSignatureForEachSecret() {
        String both = sign(List.of(SECRET, OTHER_SECRET), 1614265330, "{}");

        assertThat(both)
                .isEqualTo(
                        sign(List.of(SECRET), 1614265330, "{}") + " " + sign(List.of(OTHER_SECRET), 1614265330, "{}"));
    }

    @Test
    void receiversBelieveItWithTheLibraryTheyHave() throws Exception {
        String secret = WebhookSignature.newSecret();
        long now = Instant.now().getEpochSecond();
        String body = "{\"taskId\":\"任务\"}";

        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(ID),
                        "webhook-timestamp", List.of(Long.toString(now)),
                        "webhook-signature", List.of(sign(List.of(OTHER_SECRET, secret), now, body))),
                (name, value) -> true);

        new Webhook(secret).verify(body, headers);
    }

    @Test
    void secretsAreLongAndNeverTheSame() {
        String secret = WebhookSignature.newSecret();

        assertThat(secret).startsWith("whsec_").isNotEqualTo(WebhookSignature.newSecret());
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length())))
                .hasSize(32);
    }

    private static String sign(List<String> secrets, long timestamp, String body) {
        return WebhookSignature.of(secrets, ID, timestamp, body.getBytes(StandardCharsets.UTF_8));
    }
}
