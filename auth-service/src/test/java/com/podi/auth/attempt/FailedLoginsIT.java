package com.podi.auth.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.auth.AuthServiceIT;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class FailedLoginsIT extends AuthServiceIT {

    private static final int LIMIT = 10;
    private static final Duration FLOOR = Duration.ofMillis(400);

    @Autowired
    private LoginAttempts attempts;

    @Autowired
    private AttemptRows rows;

    @Test
    void afterTenWrongPasswordsInAMinuteEvenTheRightOneHasToWait() {
        registered();
        for (int i = 0; i < LIMIT; i++) {
            assertThat(login(name, "wrong").errorCode()).isEqualTo("1001");
        }

        Answer refused = login();

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.errorCode()).isEqualTo("RATE_LIMITED");
        assertThat(refused.body().at("/message").asString()).isEqualTo("请求过于频繁，请稍后重试");
        assertThat(retryAfter(refused)).isBetween(1, 60);

        aMinutePasses();
        assertThat(login().status()).isEqualTo(200);
    }

    @Test
    void knownAndUnknownNamesAreRefusedAlike() {
        registered();
        String unknown = "nobody-" + name;
        for (int i = 0; i < LIMIT; i++) {
            assertThat(login(name, "wrong").body().at("/error"))
                    .isEqualTo(login(unknown, "wrong").body().at("/error"));
        }

        long began = System.nanoTime();
        Answer ofKnown = login(name, "wrong");
        long between = System.nanoTime();
        Answer ofUnknown = login(unknown, "wrong");
        long ended = System.nanoTime();

        assertThat(ofKnown.status()).isEqualTo(429);
        assertThat(ofUnknown.status()).isEqualTo(429);
        assertThat(ofUnknown.body().at("/error")).isEqualTo(ofKnown.body().at("/error"));
        assertThat(ofUnknown.body().at("/message")).isEqualTo(ofKnown.body().at("/message"));
        assertThat(retryAfter(ofUnknown)).isBetween(1, 60);
        assertThat(Duration.ofNanos(between - began)).isGreaterThanOrEqualTo(FLOOR);
        assertThat(Duration.ofNanos(ended - between)).isGreaterThanOrEqualTo(FLOOR);
    }

    @Test
    void aHundredAttemptsAtTheSameMomentAreNoMoreThanTenForKeycloak() {
        String id = registered();

        List<Answer> answers = AtOnce.call(100, number -> login(name, "wrong " + number));

        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(LIMIT);
        assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(100 - LIMIT);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 429)
                .allSatisfy(answer -> assertThat(retryAfter(answer)).isBetween(1, 60));
        Answer seenByKeycloak = keycloak().get("/admin/realms/podi/attack-detection/brute-force/users/" + id);
        // Keycloak counts one now and then twice when they come at the same moment.
        assertThat(seenByKeycloak.body().at("/numFailures").asInt()).isBetween(LIMIT, 2 * LIMIT);
    }

    @Test
    void nobodyTakesAPlaceThatAnotherTakesAtTheSameMoment() {
        for (int round = 0; round < 20; round++) {
            String nameHash = name + round;

            List<Boolean> reserved =
                    AtOnce.call(20, number -> rows.reserve(nameHash, 3).isPresent());

            assertThat(reserved).filteredOn(place -> place).hasSize(3);
        }
    }

    @Test
    void rightPasswordsDoNotCount() {
        registered();

        for (int i = 0; i < LIMIT + 2; i++) {
            assertThat(login().status()).isEqualTo(200);
        }

        for (int i = 0; i < LIMIT; i++) {
            assertThat(login(name, "wrong").status()).isEqualTo(401);
        }
        assertThat(login(name, "wrong").status()).isEqualTo(429);
    }

    @Test
    void caseAndBlanksMakeNoOtherName() {
        for (int i = 0; i < LIMIT; i++) {
            login(i % 2 == 0 ? name.toUpperCase() : "  " + name, "wrong");
        }

        assertThat(login(name, "wrong").status()).isEqualTo(429);
        assertThat(login(name + "2", "wrong").status()).isEqualTo(401);
    }

    @Test
    void aWrongCurrentPasswordCountsToo() {
        registered();
        Api user = api.as(login().text("/token"));
        Map<String, String> wrong = Map.of("currentPassword", "wrong", "newPassword", "another horse");
        for (int i = 0; i < LIMIT; i++) {
            assertThat(user.put("/api/auth/password", wrong).status()).isEqualTo(400);
        }

        Answer refused =
                user.put("/api/auth/password", Map.of("currentPassword", PASSWORD, "newPassword", "another horse"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(retryAfter(refused)).isBetween(1, 60);
        assertThat(login().status()).isEqualTo(429);
        aMinutePasses();
        assertThat(login().status()).isEqualTo(200);
    }

    @Test
    void whileKeycloakIsAwayNobodyIsToBlame() {
        registered();
        KEYCLOAK.cut();
        for (int i = 0; i < LIMIT + 2; i++) {
            assertThat(login().status()).isEqualTo(503);
        }

        KEYCLOAK.mend();

        assertThat(login().status()).isEqualTo(200);
    }

    @Test
    void whatWasTypedIsNotKept() {
        login("my " + name, "wrong");

        List<String> kept = jdbc.sql("select login_attempts::text from login_attempts")
                .query(String.class)
                .list();

        assertThat(kept).isNotEmpty().noneMatch(row -> row.contains(name));
        aMinutePasses();
        attempts.purge();
        assertThat(jdbc.sql("select count(*) from login_attempts")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void aMinutePasses() {
        jdbc.sql("update login_attempts set attempted_at = attempted_at - interval '61 s'")
                .update();
    }

    private static int retryAfter(Answer answer) {
        return answer.response()
                .headers()
                .firstValue("Retry-After")
                .map(Integer::valueOf)
                .orElse(0);
    }
}
