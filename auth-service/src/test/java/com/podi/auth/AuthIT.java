package com.podi.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.Identity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthIT extends AuthServiceIT {

    private static final Duration FLOOR = Duration.ofMillis(400);

    @Test
    void whoRegistersMayLogIn() {
        Answer registered = register(name, email);

        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.body().at("/message").asString()).isEqualTo("注册成功");
        assertThat(registered.text("/user/username")).isEqualTo(name);
        assertThat(registered.text("/user/email")).isEqualTo(email);
        assertThat(registered.text("/user/role")).isEqualTo("user");
        assertThat(registered.text("/user/createdAt")).endsWith("Z");

        Answer login = login(name, PASSWORD);
        assertThat(login.status()).isEqualTo(200);
        assertThat(login.body().at("/message").asString()).isEqualTo("登录成功");
        assertThat(login.text("/tokenType")).isEqualTo("Bearer");
        assertThat(login.data("/expiresIn").asInt()).isEqualTo(86400);
        assertThat(login.data("/refreshExpiresIn").asInt()).isGreaterThan(86400);
        assertThat(login.text("/user/id")).isEqualTo(registered.text("/user/id"));
        assertThat(login.text("/user/role")).isEqualTo("user");
    }

    @Test
    void caseDoesNotCountInNamesAndAddresses() {
        register(name.toUpperCase(), email.toUpperCase());

        assertThat(login(name, PASSWORD).text("/user/username")).isEqualTo(name);
        assertThat(login(email.toUpperCase(), PASSWORD).text("/user/email")).isEqualTo(email);
        assertThat(register(name, "other-" + email).errorCode()).isEqualTo("USERNAME_TAKEN");
    }

    @Test
    void theOlderPathAndTheEmailFieldWorkToo() {
        register(name, email);

        Answer login = api.post("/api/os/v1/auth/login", Map.of("email", email, "password", PASSWORD));

        assertThat(login.status()).isEqualTo(200);
        assertThat(login.text("/user/username")).isEqualTo(name);
    }

    @Test
    void aTakenNameOrAddressIsRefused() {
        register(name, email);

        Answer sameName = register(name, "other-" + email);
        Answer sameEmail = register(name + "2", email);

        assertThat(sameName.status()).isEqualTo(409);
        assertThat(sameName.errorCode()).isEqualTo("USERNAME_TAKEN");
        assertThat(sameEmail.status()).isEqualTo(409);
        assertThat(sameEmail.errorCode()).isEqualTo("EMAIL_TAKEN");
    }

    @Test
    void ofTwoWhoWantOneNameAtOnceOneGetsIt() {
        List<Integer> answers =
                AtOnce.call(8, number -> register(name, number + email).status());

        assertThat(answers).containsOnlyOnce(201);
        assertThat(answers).filteredOn(status -> status != 201).containsOnly(409);
    }

    @ParameterizedTest
    @CsvSource({
        "username, ab, 12345678, a@example.com",
        "username, name with blanks, 12345678, a@example.com",
        "username, '<script>', 12345678, a@example.com",
        "password, fine-name, 1234567, a@example.com",
        "email, fine-name, 12345678, nowhere"
    })
    void whatBreaksTheRulesIsRefusedWithTheFieldsName(String field, String name, String password, String email) {
        Answer answer = api.post("/api/auth/register", Map.of("username", name, "password", password, "email", email));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("2003");
        assertThat(answer.body().at("/error/details/0/field").asString()).isEqualTo(field);
    }

    @Test
    void rulesAreExplainedInTheLanguageOfTheClient() {
        Map<String, String> request = Map.of("username", "?", "password", PASSWORD, "email", email);

        Answer chinese = api.post("/api/auth/register", request);
        Answer english = api.with("Accept-Language", "en").post("/api/auth/register", request);

        assertThat(chinese.body().at("/message").asString()).isEqualTo("请求参数错误");
        assertThat(chinese.body().at("/error/details/0/message").asString()).startsWith("必须为3到32个");
        assertThat(english.body().at("/error/details/0/message").asString()).startsWith("must be 3 to 32");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreAnsweredAlike() {
        register(name, email);

        long began = System.nanoTime();
        Answer wrong = login(name, "not the password");
        long between = System.nanoTime();
        Answer unknown = login("nobody-" + name, "not the password");
        long ended = System.nanoTime();

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.errorCode()).isEqualTo("1001");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.body().at("/error")).isEqualTo(wrong.body().at("/error"));
        assertThat(unknown.body().at("/message")).isEqualTo(wrong.body().at("/message"));
        assertThat(Duration.ofNanos(between - began)).isGreaterThanOrEqualTo(FLOOR);
        assertThat(Duration.ofNanos(ended - between)).isGreaterThanOrEqualTo(FLOOR);
    }

    @Test
    void aStaleTokenDoesNotHinderALogin() {
        register(name, email);

        Answer login = api.as("not.a.token").post("/api/auth/login", Map.of("username", name, "password", PASSWORD));

        assertThat(login.status()).isEqualTo(200);
        assertThat(api.as("not.a.token").get("/api/auth/me").errorCode()).isEqualTo("1003");
    }

    @Test
    void aBodyThatDoesNotSayWhatItIsIsReadAsJson() throws Exception {
        register(name, email);
        HttpRequest login = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/auth/login"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD)))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(login, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aNameThatNobodyCanHaveIsRefusedBeforeItIsLookedFor() {
        Answer answer = login("a\0b", PASSWORD);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/error/details/0/field").asString()).isEqualTo("username");
    }

    @Test
    void aWrongMethodIsSaidToBeWrong() {
        assertThat(api.get("/api/auth/login").errorCode()).isEqualTo("METHOD_NOT_ALLOWED");
    }

    @Test
    void aDisabledAccountIsToldSo() {
        String id = register(name, email).text("/user/id");
        keycloak().put(USERS + "/" + id, Map.of("enabled", false));

        Answer login = login(name, PASSWORD);

        assertThat(login.status()).isEqualTo(403);
        assertThat(login.errorCode()).isEqualTo("USER_INACTIVE");
    }

    @Test
    void aDisabledAccountIsNotContinuedEither() {
        String id = registered();
        Answer login = login();
        keycloak().put(USERS + "/" + id, Map.of("enabled", false));

        Answer refreshed = refresh(login.text("/refreshToken"));

        assertThat(refreshed.status()).isEqualTo(403);
        assertThat(refreshed.errorCode()).isEqualTo("USER_INACTIVE");
    }

    @Test
    void aRefreshTokenIsGoodForOneUse() {
        register(name, email);
        Answer login = login(name, PASSWORD);

        Answer refreshed = refresh(login.text("/refreshToken"));
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.text("/user/username")).isEqualTo(name);
        assertThat(me(refreshed).status()).isEqualTo(200);

        Answer usedAgain = refresh(login.text("/refreshToken"));
        assertThat(usedAgain.status()).isEqualTo(401);
        assertThat(usedAgain.errorCode()).isEqualTo("1003");
        // Whoever showed the used one may be a thief: what came out of it is not continued either.
        assertThat(refresh(refreshed.text("/refreshToken")).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "eyJhbGciOiJub25lIn0.e30."})
    void aRefreshTokenOfNobodysIsRefused(String token) {
        assertThat(refresh(token).errorCode()).isEqualTo("1003");
    }

    @Test
    void aLogoutEndsTheSession() {
        register(name, email);
        Answer login = login(name, PASSWORD);
        Answer elsewhere = login(name, PASSWORD);
        Api user = api.as(login.text("/token"));

        assertThat(user.post("/api/auth/logout", null).status()).isEqualTo(200);

        assertThat(refresh(login.text("/refreshToken")).errorCode()).isEqualTo("1003");
        assertThat(refresh(elsewhere.text("/refreshToken")).status()).isEqualTo(200);
        assertThat(user.post("/api/auth/logout", Map.of("refreshToken", login.text("/refreshToken")))
                        .status())
                .isEqualTo(200);
        assertThat(api.post("/api/auth/logout", null).status()).isEqualTo(401);
    }

    @Test
    void meIsWhoTheTokenSays() {
        Answer registered = register(name, email);
        Answer me = me(login(name, PASSWORD));

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.body().at("/message").asString()).isEqualTo("获取成功");
        assertThat(me.data("/id")).isEqualTo(registered.data("/user/id"));
        assertThat(me.text("/username")).isEqualTo(name);
        assertThat(me.text("/email")).isEqualTo(email);
        assertThat(me.text("/role")).isEqualTo("user");
        assertThat(me.data("/profile").isObject()).isTrue();
        assertThat(me.data("/createdAt")).isEqualTo(registered.data("/user/createdAt"));
        assertThat(me.text("/lastLoginAt")).endsWith("Z");
        assertThat(api.get("/api/auth/me").errorCode()).isEqualTo("1003");
    }

    @Test
    void aUserChangesAddressAndProfile() {
        register(name, email);
        Api user = api.as(login(name, PASSWORD).text("/token"));

        Answer changed = user.put(
                "/api/auth/me",
                Map.of("email", "NEW-" + email, "profile", Map.of("firstName", "Ann"), "role", "admin", "x", 1));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().at("/message").asString()).isEqualTo("更新成功");
        assertThat(changed.text("/email")).isEqualTo("new-" + email);
        assertThat(changed.text("/profile/firstName")).isEqualTo("Ann");
        assertThat(changed.text("/role")).isEqualTo("user");
        assertThat(login("new-" + email, PASSWORD).text("/user/username")).isEqualTo(name);
        assertThat(user.put("/api/auth/me", Map.of()).data(""))
                .isEqualTo(user.get("/api/auth/me").data(""));
        assertThat(user.get("/api/auth/me").text("/profile/firstName")).isEqualTo("Ann");
    }

    @Test
    void aUserMayNotTakeAnothersAddressNorStoreAnything() {
        register(name, email);
        register(name + "2", "2" + email);
        Api user = api.as(login(name, PASSWORD).text("/token"));

        assertThat(user.put("/api/auth/me", Map.of("email", "2" + email)).errorCode())
                .isEqualTo("EMAIL_TAKEN");
        assertThat(user.put("/api/auth/me", Map.of("email", "nowhere")).status())
                .isEqualTo(400);
        for (Object profile : List.of("text", List.of(1), Map.of("a", "x".repeat(9000)), Map.of("a", "\0"))) {
            Answer refused = user.put("/api/auth/me", Map.of("profile", profile));

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("profile");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/auth/password", "/api/os/v1/auth/password"})
    void aNewPasswordEndsAllSessions(String path) {
        register(name, email);
        Answer login = login(name, PASSWORD);

        Answer changed = api.as(login.text("/token"))
                .put(path, Map.of("currentPassword", PASSWORD, "newPassword", "another horse"));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().at("/message").asString()).isEqualTo("密码修改成功");
        assertThat(refresh(login.text("/refreshToken")).errorCode()).isEqualTo("1003");
        assertThat(login(name, PASSWORD).errorCode()).isEqualTo("1001");
        assertThat(login(name, "another horse").status()).isEqualTo(200);
    }

    @Test
    void withAWrongCurrentPasswordNothingChanges() {
        register(name, email);
        Answer login = login(name, PASSWORD);
        Api user = api.as(login.text("/token"));

        Answer wrong =
                user.put("/api/auth/password", Map.of("currentPassword", "wrong", "newPassword", "another horse"));
        Answer tooShort = user.put("/api/auth/password", Map.of("currentPassword", PASSWORD, "newPassword", "short"));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.errorCode()).isEqualTo("1001");
        assertThat(tooShort.errorCode()).isEqualTo("2003");
        assertThat(refresh(login.text("/refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void theOthersLearnOfAUserAndOfEveryLogin() {
        String id = register(name, email).text("/user/id");
        login(name, PASSWORD);
        login(name, PASSWORD);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(events.typesOf(id))
                .containsExactly("user.registered", "user.logged-in", "user.logged-in"));
        assertThat(events.of(id).get(0).data().at("/username").asString()).isEqualTo(name);
        assertThat(jdbc.sql("select count(*) from login_history where user_id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aRegistrationThatWasCutOffIsFinishedByTheFirstLoginsOnce() {
        Map<String, String> password = Map.of("type", "password", "value", PASSWORD);
        keycloak()
                .post(
                        USERS,
                        Map.of("username", name, "email", email, "enabled", true, "credentials", List.of(password)));

        List<Integer> logins = AtOnce.call(4, number -> login(name, PASSWORD).status());

        assertThat(logins).containsOnly(200);
        Answer me = me(login(name, PASSWORD));
        assertThat(me.status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(events.typesOf(me.text("/id")))
                .hasSize(6)
                .containsOnlyOnce("user.registered")
                .first()
                .isEqualTo("user.registered"));
    }

    @Test
    void theRealmsAdministratorIsKnownAfterTheFirstLogin() {
        Answer login = login("admin", Identity.ADMIN_PASSWORD);

        assertThat(login.text("/user/role")).isEqualTo("admin");
        assertThat(me(login).text("/role")).isEqualTo("admin");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(events.typesOf(login.text("/user/id")))
                .containsOnlyOnce("user.registered"));
    }

    @Test
    void aServiceHasNoProfile() {
        Answer me = api.as(serviceTokens.current()).get("/api/auth/me");

        assertThat(me.status()).isEqualTo(404);
        assertThat(me.errorCode()).isEqualTo("USER_NOT_FOUND");
    }
}
