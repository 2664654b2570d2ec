package com.podi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A gateway that starts while auth-service is away does not know who has logged out. */
@ServiceIT
class FirstMinuteIT {

    private static final TestTokens TOKENS = TestTokens.start();
    private static final Upstream AUTH = upstream("auth-service");
    private static final Upstream ABILITIES = upstream("ability-service");

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) {
        AUTH.stop();
        registry.add("spring.cloud.discovery.client.simple.instances.auth-service[0].uri", AUTH::uri);
        registry.add("spring.cloud.discovery.client.simple.instances.ability-service[0].uri", ABILITIES::uri);
        registry.add("spring.cloud.discovery.client.simple.instances.comfyui-admin-service[0].uri", ABILITIES::uri);
        registry.add("PODI_TOKEN_URI", TOKENS::tokens);
    }

    @Test
    void usersArePutOffUntilTheEndedSessionsAreKnownAndNobodyElseIs() throws IOException {
        Api anybody = Api.onPort(port);
        Api user = anybody.as(TOKENS.user("ann"));

        Answer putOff = user.get("/api/statistics/me");
        assertThat(putOff.status()).isEqualTo(503);
        assertThat(putOff.errorCode()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(putOff.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(user.get("/api/abilities").status()).isEqualTo(503);
        assertThat(anybody.get("/actuator/health/readiness").status()).isEqualTo(503);

        assertThat(anybody.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(anybody.get("/api/abilities").status()).isEqualTo(200);
        assertThat(anybody.get("/api/docs").status()).isEqualTo(200);
        assertThat(user.post("/api/agent/auth/verify", Map.of()).status()).isEqualTo(200);
        assertThat(anybody.as(TOKENS.service("svc-test"))
                        .get("/api/statistics/me")
                        .status())
                .isEqualTo(200);
        assertThat(anybody.as("nonsense").get("/api/statistics/me").status()).isEqualTo(401);

        AUTH.startAgain();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> user.get("/api/statistics/me").status() == 200);
        assertThat(anybody.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    private static Upstream upstream(String name) {
        try {
            return new Upstream(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
