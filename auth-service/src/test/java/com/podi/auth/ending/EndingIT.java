package com.podi.auth.ending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.auth.AuthServiceIT;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.testsupport.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class EndingIT extends AuthServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private Endings endings;

    @Autowired
    private EndingRows rows;

    @Test
    void aLogoutEndsThatSessionAndNoOther() {
        registered();
        Answer login = login();
        Answer elsewhere = login();

        assertThat(logout(login).status()).isEqualTo(200);

        assertThat(told(null)).contains(sessionOf(login)).doesNotContain(sessionOf(elsewhere));
    }

    @Test
    void whoLogsInAgainInTheSameSecondIsNotRefused() {
        registered();
        Answer before = login();
        logout(before);

        Answer after = login();

        assertThat(told(null)).contains(sessionOf(before)).doesNotContain(sessionOf(after));
    }

    @Test
    void aNewPasswordEndsAllSessionsOfTheUser() {
        registered();
        Answer login = login();
        Answer elsewhere = login();

        api.as(login.text("/token"))
                .put("/api/auth/password", Map.of("currentPassword", PASSWORD, "newPassword", "another horse"));

        assertThat(told(null)).contains(sessionOf(login), sessionOf(elsewhere));
        assertThat(told(null)).doesNotContain(sessionOf(login(name, "another horse")));
    }

    @Test
    void aUsedRefreshTokenEndsItsSession() {
        registered();
        Answer login = login();
        Answer refreshed = refresh(login.text("/refreshToken"));
        assertThat(sessionOf(refreshed)).isEqualTo(sessionOf(login));
        assertThat(told(null)).doesNotContain(sessionOf(login));

        assertThat(refresh(login.text("/refreshToken")).errorCode()).isEqualTo("1003");

        assertThat(told(null)).contains(sessionOf(login));
        assertThat(refresh(refreshed.text("/refreshToken")).errorCode()).isEqualTo("1003");
    }

    @Test
    void nobodyEndsASessionWithAForgedRefreshToken() {
        registered();
        Answer login = login();
        refresh(login.text("/refreshToken"));
        String[] used = login.text("/refreshToken").split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(used[1]), StandardCharsets.UTF_8);
        assertThat(payload).contains(sessionOf(login));

        for (String forged : List.of(
                used[0] + "." + used[1] + "." + used[2].substring(2) + "AA",
                used[0] + "." + used[1] + ".",
                base64("{\"alg\":\"none\"}") + "." + used[1] + ".")) {
            assertThat(refresh(forged).errorCode()).isEqualTo("1003");
        }

        assertThat(told(null)).doesNotContain(sessionOf(login));
        assertThat(me(login).status()).isEqualTo(200);
    }

    @Test
    void whatWasToldIsNotToldAgainForLong() {
        String early = ended(Duration.ofMinutes(1));
        String lately = ended(Duration.ofSeconds(5));
        Answer first = ask(null);

        String next = ended(Duration.ZERO);
        List<String> told = told(first.text("/asOf"));

        assertThat(sessions(first)).contains(early, lately);
        assertThat(told).contains(lately, next).doesNotContain(early);
    }

    @Test
    void aLongListIsToldInParts() {
        jdbc.sql("""
                        insert into ended_sessions (session_id, ended_at)
                        select 'long-' || n, timestamptz '2020-01-01' + n * interval '1 ms' from generate_series(1, 25000) n
                        """).update();
        try {
            Answer first = ask(null);
            Answer second = ask(first.text("/asOf"));
            Answer third = ask(second.text("/asOf"));

            assertThat(sessions(first)).hasSize(10_000).contains("long-1", "long-10000");
            assertThat(first.text("/asOf")).isEqualTo("2020-01-01T00:00:10Z");
            assertThat(sessions(second)).contains("long-10001", "long-19999").doesNotContain("long-25000");
            assertThat(sessions(third)).contains("long-25000");
            assertThat(Instant.parse(third.text("/asOf"))).isAfter(Instant.now().minusSeconds(60));
        } finally {
            jdbc.sql("delete from ended_sessions where session_id like 'long-%'")
                    .update();
        }
    }

    @Test
    void onlyServicesAreTold() {
        registered();

        assertThat(api.get("/internal/ended-sessions").status()).isEqualTo(401);
        assertThat(api.as(login().text("/token"))
                        .get("/internal/ended-sessions")
                        .errorCode())
                .isEqualTo("FORBIDDEN");
        assertThat(admin().get("/internal/ended-sessions").errorCode()).isEqualTo("FORBIDDEN");
        assertThat(ask("yesterday").errorCode()).isEqualTo("2003");
    }

    @Test
    void aSessionIsForgottenOnceItsTokensHaveExpired() {
        String remembered = ended(Duration.ofHours(24));
        String forgotten = ended(Duration.ofHours(25));

        rows.purge(Duration.ofHours(24).plusMinutes(10));

        assertThat(endedSessions()).contains(remembered).doesNotContain(forgotten);
    }

    @Test
    void aLogoutHoldsWhileKeycloakIsAwayAndIsFinishedLater() {
        String id = registered();
        Answer login = login();
        KEYCLOAK.cut();

        assertThat(logout(login).status()).isEqualTo(200);

        assertThat(endedSessions()).contains(sessionOf(login));
        assertThat(sessionsInKeycloak(id)).contains(sessionOf(login));
        KEYCLOAK.mend();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sessionsInKeycloak(id)).doesNotContain(sessionOf(login)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(unfinished()).isZero());
    }

    @Test
    void anEndingThatDiedAfterItsFirstStepIsFinishedByTheNext() {
        String id = registered();
        Answer login = login();

        rows.planForUser(id, Duration.ZERO);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(endedSessions()).contains(sessionOf(login));
            assertThat(sessionsInKeycloak(id)).isEmpty();
        });
        assertThat(refresh(login.text("/refreshToken")).errorCode()).isEqualTo("1003");
    }

    @Test
    void anOutageRightAfterTheChangeOnlyDelaysTheEnding() {
        String id = registered();
        Answer login = login();

        endings.endAllOf(id, KEYCLOAK::cut);

        assertThat(endedSessions()).doesNotContain(sessionOf(login));
        KEYCLOAK.mend();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(endedSessions()).contains(sessionOf(login)));
    }

    @Test
    void aChangeOfWhichNobodyKnowsWhetherItWasMadeEndsTheSessionsToo() {
        String id = registered();
        Answer login = login();

        assertThatThrownBy(() -> endings.endAllOf(id, () -> {
                    throw ErrorCode.SERVICE_UNAVAILABLE.because("no answer");
                }))
                .isInstanceOf(PodiException.class);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(endedSessions()).contains(sessionOf(login)));
    }

    @Test
    void aLoginThatAnEndingOvertookIsNotLetIn() {
        String id = registered();
        Ending open = rows.planForUser(id, Duration.ofHours(1));

        Answer overtaken = login();

        assertThat(overtaken.status()).isEqualTo(503);
        assertThat(overtaken.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(sessionsInKeycloak(id)).isEmpty();
        endings.finish(open);
        assertThat(login().status()).isEqualTo(200);
    }

    @Test
    void aFinishedEndingOvertakesOnlyTheLoginsThatBeganBeforeIt() {
        String id = registered();
        Instant before = endings.now();

        endings.endAllOf(id, () -> {});

        assertThat(endings.overtook(before, id)).isTrue();
        assertThat(endings.overtook(endings.now(), id)).isFalse();
        assertThat(endings.overtook(before, "somebody-else")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "00000000-0000-0000-0000-000000000000"})
    void theSessionsOfNobodyHaveEnded(String userId) {
        Ending ending = rows.planForUser(userId, Duration.ofHours(1));

        endings.finish(ending);

        assertThat(endings.overtook(endings.now(), userId)).isFalse();
    }

    private Answer logout(Answer login) {
        return api.as(login.text("/token")).post("/api/auth/logout", null);
    }

    private Answer ask(String since) {
        return api.as(serviceTokens.current())
                .get("/internal/ended-sessions" + (since == null ? "" : "?since=" + since));
    }

    private List<String> told(String since) {
        return sessions(ask(since));
    }

    private static List<String> sessions(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.data("/endings")
                .valueStream()
                .map(ending -> ending.at("/sessionId").asString())
                .toList();
    }

    private String ended(Duration ago) {
        String sessionId = "session-" + UUID.randomUUID();
        jdbc.sql("insert into ended_sessions values (?, clock_timestamp() - ? * interval '1 ms')")
                .params(sessionId, ago.toMillis())
                .update();
        return sessionId;
    }

    private int unfinished() {
        return jdbc.sql("select count(*) from endings where finished_at is null")
                .query(Integer.class)
                .single();
    }

    private List<String> sessionsInKeycloak(String userId) {
        return keycloak()
                .get(USERS + "/" + userId + "/sessions")
                .body()
                .valueStream()
                .map(session -> session.at("/id").asString())
                .toList();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
