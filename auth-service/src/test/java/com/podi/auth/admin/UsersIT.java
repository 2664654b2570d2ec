package com.podi.auth.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.auth.AuthServiceIT;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersIT extends AuthServiceIT {

    private static final String PATH = "/api/admin/users";

    @Test
    void usersAreFoundByPartOfNameOrAddressWhateverItsCase() {
        String id = registered();
        register(name + "-twin", "second." + email);

        assertThat(ids(search("q=" + name.substring(2).toUpperCase())))
                .hasSize(2)
                .contains(id);
        assertThat(ids(search("q=SECOND." + email))).hasSize(1).doesNotContain(id);
        assertThat(ids(search("q=" + name + "&role=user&status=active"))).hasSize(2);
        assertThat(ids(search("q=" + name + "&role=admin"))).isEmpty();
        assertThat(ids(search("q=" + name + "&status=disabled"))).isEmpty();
    }

    @Test
    void theNewestComeFirstAPageAtATime() {
        String first = registered();
        String second = register(name + "2", "2" + email).text("/user/id");
        String third = register(name + "3", "3" + email).text("/user/id");

        Answer page = search("q=" + name + "&pageSize=2");

        assertThat(ids(page)).containsExactly(third, second);
        assertThat(page.data("/pagination").toString())
                .isEqualTo("{\"page\":1,\"pageSize\":2,\"total\":3,\"totalPages\":2}");
        assertThat(ids(search("q=" + name + "&pageSize=2&page=2"))).containsExactly(first);
    }

    @Test
    void aUserInTheListIsWhoTheyAre() {
        String id = registered();
        login();

        Answer found = search("q=" + name);

        assertThat(found.data("/items/0").propertyNames())
                .containsExactly("id", "username", "email", "role", "status", "createdAt", "lastLoginAt");
        assertThat(found.text("/items/0/id")).isEqualTo(id);
        assertThat(found.text("/items/0/username")).isEqualTo(name);
        assertThat(found.text("/items/0/email")).isEqualTo(email);
        assertThat(found.text("/items/0/role")).isEqualTo("user");
        assertThat(found.text("/items/0/status")).isEqualTo("active");
        assertThat(found.text("/items/0/lastLoginAt")).endsWith("Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%25", "%25%25%25", "____________", "%5C"})
    void wildcardsAreOrdinaryCharacters(String wildcard) {
        registered();

        assertThat(ids(search("q=" + wildcard))).isEmpty();
        assertThat(ids(search("q=" + name))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"role=root, role", "status=gone, status", "page=0, page", "pageSize=101, pageSize", "page=abc, page"})
    void aSearchThatMakesNoSenseIsRefusedWithTheFieldsName(String query, String field) {
        Answer refused = search(query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(field);
    }

    @Test
    void aUserIsShownWithProfileAndLastLogins() {
        String id = registered();
        Api user = api.as(login().text("/token"));
        user.put("/api/auth/me", Map.of("profile", Map.of("firstName", "Ann")));
        for (int i = 0; i < 21; i++) {
            login();
        }

        Answer shown = admin().get(PATH + "/" + id);

        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text("/username")).isEqualTo(name);
        assertThat(shown.text("/status")).isEqualTo("active");
        assertThat(shown.text("/profile/firstName")).isEqualTo("Ann");
        assertThat(shown.data("/logins")).hasSize(20);
        assertThat(shown.text("/logins/0/address")).isEqualTo("127.0.0.1");
        assertThat(shown.data("/logins/0/loggedInAt")).isEqualTo(shown.data("/lastLoginAt"));
        assertThat(shown.text("/logins/0/loggedInAt")).isGreaterThan(shown.text("/logins/19/loggedInAt"));
    }

    @Test
    void anAccountThatOnlyKeycloakKnowsIsMadeKnown() {
        String id = registeredInKeycloak();
        assertThat(ids(search("q=" + name))).isEmpty();

        Answer shown = admin().get(PATH + "/" + id);

        assertThat(shown.text("/username")).isEqualTo(name);
        assertThat(shown.data("/lastLoginAt").isNull()).isTrue();
        assertThat(shown.data("/logins").isEmpty()).isTrue();
        assertThat(ids(search("q=" + name))).containsExactly(id);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(events.typesOf(id)).containsExactly("user.registered"));
    }

    @Test
    void whatWasChangedInKeycloakIsShownAndCopied() {
        String id = registered();
        keycloak().put(USERS + "/" + id, Map.of("enabled", false, "email", "new." + email));
        assertThat(search("q=" + name).text("/items/0/status")).isEqualTo("active");

        Answer shown = admin().get(PATH + "/" + id);

        assertThat(shown.text("/status")).isEqualTo("disabled");
        assertThat(shown.text("/email")).isEqualTo("new." + email);
        assertThat(ids(search("q=new." + email + "&status=disabled"))).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "00000000-0000-0000-0000-000000000000", "%20", "a_b", "%E5%BC%A0"})
    void whoeverIsUnknownIsNotFound(String id) {
        Api admin = admin();

        for (Answer answer : List.of(admin.get(PATH + "/" + id), admin.put(PATH + "/" + id, Map.of("role", "admin")))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.errorCode()).isEqualTo("USER_NOT_FOUND");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2Frealms", "a%00b", "..%5Cb"})
    void noIdLeadsElsewhereInKeycloak(String id) {
        assertThat(admin().get(PATH + "/" + id).status()).isIn(400, 404);
    }

    @Test
    void aServiceIsNoUser() {
        String id = keycloak()
                .get(USERS + "?exact=true&username=service-account-svc-gateway")
                .body()
                .at("/0/id")
                .asString();
        assertThat(id).isNotEmpty();

        assertThat(admin().get(PATH + "/" + id).errorCode()).isEqualTo("USER_NOT_FOUND");
        assertThat(admin().put(PATH + "/" + id, Map.of("status", "disabled")).errorCode())
                .isEqualTo("USER_NOT_FOUND");
        assertThat(keycloak().get(USERS + "/" + id).body().at("/enabled").asBoolean())
                .isTrue();
    }

    @Test
    void whileKeycloakIsAwayListsGoOnAndUsersHaveToWait() {
        String id = registered();
        Api admin = admin();
        KEYCLOAK.cut();

        assertThat(ids(admin.get(PATH + "?q=" + name))).containsExactly(id);
        assertThat(admin.get(PATH + "/" + id).status()).isEqualTo(503);
        assertThat(admin.put(PATH + "/" + id, Map.of("status", "disabled")).status())
                .isEqualTo(503);
    }

    @Test
    void aDisabledUserIsOutAtOnce() {
        String id = registered();
        Answer login = login();
        Answer elsewhere = login();

        Answer disabled = admin().put(PATH + "/" + id, Map.of("status", "disabled"));

        assertThat(disabled.status()).isEqualTo(200);
        assertThat(disabled.text("/status")).isEqualTo("disabled");
        assertThat(disabled.data("/logins")).hasSize(2);
        assertThat(endedSessions()).contains(sessionOf(login), sessionOf(elsewhere));
        assertThat(login().errorCode()).isEqualTo("USER_INACTIVE");
        assertThat(refresh(login.text("/refreshToken")).errorCode()).isEqualTo("1003");
        assertThat(ids(search("q=" + name + "&status=disabled"))).containsExactly(id);
    }

    @Test
    void anEnabledUserMayLogInAgain() {
        String id = registered();
        Api admin = admin();
        admin.put(PATH + "/" + id, Map.of("status", "disabled"));

        assertThat(admin.put(PATH + "/" + id, Map.of("status", "active")).text("/status"))
                .isEqualTo("active");

        Answer login = login();
        assertThat(login.status()).isEqualTo(200);
        assertThat(admin.put(PATH + "/" + id, Map.of("status", "active")).status())
                .isEqualTo(200);
        assertThat(endedSessions()).doesNotContain(sessionOf(login));
    }

    @Test
    void aNewRoleComesWithANewLogin() {
        String id = registered();
        Answer before = login();

        Answer promoted = admin().put(PATH + "/" + id, Map.of("role", "admin"));

        assertThat(promoted.text("/role")).isEqualTo("admin");
        assertThat(endedSessions()).contains(sessionOf(before));
        assertThat(ids(search("q=" + name + "&role=admin"))).containsExactly(id);
        Answer after = login();
        assertThat(after.text("/user/role")).isEqualTo("admin");
        assertThat(api.as(after.text("/token")).get(PATH).status()).isEqualTo(200);

        assertThat(admin().put(PATH + "/" + id, Map.of("role", "user")).text("/role"))
                .isEqualTo("user");
        assertThat(endedSessions()).contains(sessionOf(after));
        assertThat(api.as(login().text("/token")).get(PATH).errorCode()).isEqualTo("FORBIDDEN");
    }

    @Test
    void theSameAgainChangesNothing() {
        String id = registered();
        Api admin = admin();
        Map<String, String> change = Map.of("role", "admin", "status", "active");
        admin.put(PATH + "/" + id, change);
        Answer login = login();

        Answer again = admin.put(PATH + "/" + id, change);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("/role")).isEqualTo("admin");
        assertThat(admin.put(PATH + "/" + id, Map.of()).status()).isEqualTo(200);
        assertThat(endedSessions()).doesNotContain(sessionOf(login));
        assertThat(refresh(login.text("/refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void twoAdministratorsMayDoTheSameAtTheSameMoment() {
        String id = registered();
        Api admin = admin();

        List<Integer> answers =
                AtOnce.call(6, number -> admin.put(PATH + "/" + id, Map.of("role", "admin", "status", "disabled"))
                        .status());

        assertThat(answers).containsOnly(200);
        Answer shown = admin.get(PATH + "/" + id);
        assertThat(shown.text("/role")).isEqualTo("admin");
        assertThat(shown.text("/status")).isEqualTo("disabled");
    }

    @Test
    void administratorsCannotHarmThemselves() {
        Answer login = login("admin", Identity.ADMIN_PASSWORD);
        Api admin = api.as(login.text("/token"));
        String self = PATH + "/" + login.text("/user/id");

        Answer demoted = admin.put(self, Map.of("role", "user"));
        Answer disabled = admin.with("Accept-Language", "en").put(self, Map.of("status", "disabled", "role", "admin"));

        assertThat(demoted.status()).isEqualTo(400);
        assertThat(demoted.errorCode()).isEqualTo("2003");
        assertThat(demoted.body().at("/error/details/0/field").asString()).isEqualTo("role");
        assertThat(demoted.body().at("/error/details/0/message").asString()).isEqualTo("管理员不能取消自己的管理员角色");
        assertThat(disabled.status()).isEqualTo(400);
        assertThat(disabled.body().at("/error/details/0/field").asString()).isEqualTo("status");
        assertThat(disabled.body().at("/error/details/0/message").asString())
                .isEqualTo("administrators cannot disable themselves");
        Answer same = admin.put(self, Map.of("role", "admin", "status", "active"));
        assertThat(same.text("/role")).isEqualTo("admin");
        assertThat(same.text("/status")).isEqualTo("active");
        assertThat(endedSessions()).doesNotContain(sessionOf(login));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"role\":\"root\"}', role",
        "'{\"role\":\"service\"}', role",
        "'{\"status\":\"deleted\",\"role\":\"admin\"}', status",
        "'{\"status\":true}', status",
        "'{\"role\":[\"admin\"]}', role",
        "'[]', body"
    })
    void whatCannotBeSetIsRefusedWithTheFieldsNameAndChangesNothing(String body, String field) {
        String id = registered();

        Answer refused = admin().put(PATH + "/" + id, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(field);
        Answer shown = admin().get(PATH + "/" + id);
        assertThat(shown.text("/role")).isEqualTo("user");
        assertThat(shown.text("/status")).isEqualTo("active");
    }

    @Test
    void onlyAdministratorsMay() {
        String id = registered();
        Api user = api.as(login().text("/token"));

        for (Answer refused : List.of(
                user.get(PATH), user.get(PATH + "/" + id), user.put(PATH + "/" + id, Map.of("role", "admin")))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.errorCode()).isEqualTo("FORBIDDEN");
        }
        assertThat(api.as(serviceTokens.current()).get(PATH).status()).isEqualTo(403);
        assertThat(api.get(PATH).errorCode()).isEqualTo("1003");
    }

    @Test
    void aRefreshShowsTheRoleOfNow() {
        String id = registered();
        Answer login = login();
        Object adminRole = keycloak()
                .get(USERS + "/" + id + "/role-mappings/realm/available")
                .body()
                .valueStream()
                .filter(role -> role.at("/name").asString().equals("admin"))
                .toList();
        keycloak().post(USERS + "/" + id + "/role-mappings/realm", adminRole);

        Answer refreshed = refresh(login.text("/refreshToken"));

        assertThat(refreshed.text("/user/role")).isEqualTo("admin");
        assertThat(ids(search("q=" + name + "&role=admin"))).containsExactly(id);
    }

    private String registeredInKeycloak() {
        Answer made = keycloak().post(USERS, Map.of("username", name, "email", email, "enabled", true));
        String location = made.response().headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private Answer search(String query) {
        return admin().get(PATH + "?" + query);
    }

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.data("/items")
                .valueStream()
                .map(item -> item.at("/id").asString())
                .toList();
    }
}
