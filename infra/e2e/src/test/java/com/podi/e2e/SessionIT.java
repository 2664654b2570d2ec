package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever is out is out within five seconds, although their token has hours to live. */
class SessionIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final Api gateway = Api.at(RunningSuite.suite().gateway());

    @Test
    void aLogoutEndsOneSessionAndNoOther() {
        Shop shop = Shop.open();
        Api elsewhere = shop.another();

        assertThat(shop.api().post("/api/auth/logout", null).status()).isEqualTo(200);

        isRefused(shop.api());
        assertThat(elsewhere.get("/api/wallet/v1/statistics").status()).isEqualTo(200);
    }

    @Test
    void aNewPasswordEndsAllSessionsButNotTheNextOne() {
        Shop shop = Shop.open();
        Api elsewhere = shop.another();

        Answer changed = shop.api()
                .put("/api/auth/password", Map.of("currentPassword", shop.password(), "newPassword", "another horse"));
        assertThat(changed.status()).isEqualTo(200);
        Answer login =
                gateway.post("/api/auth/login", Map.of("username", shop.username(), "password", "another horse"));

        isRefused(shop.api());
        isRefused(elsewhere);
        assertThat(gateway.as(login.text("/token")).get("/api/auth/me").status())
                .isEqualTo(200);
    }

    @Test
    void aDisabledUserIsOutAndMayComeBackWhenEnabled() {
        Shop shop = Shop.open();
        Api administrator = Shop.administrator();
        String user = "/api/admin/users/" + shop.api().get("/api/auth/me").text("/id");

        assertThat(administrator.put(user, Map.of("status", "disabled")).text("/status"))
                .isEqualTo("disabled");

        isRefused(shop.api());
        assertThat(login(shop).errorCode()).isEqualTo("USER_INACTIVE");
        assertThat(administrator.put(user, Map.of("status", "active")).text("/status"))
                .isEqualTo("active");
        assertThat(login(shop).status()).isEqualTo(200);
        assertThat(shop.balance()).as("the old session stays ended").isEqualTo(-1);
    }

    @Test
    void aChangedRoleCountsFromTheNextLogin() {
        Shop shop = Shop.open();
        Api administrator = Shop.administrator();
        String user = "/api/admin/users/" + shop.api().get("/api/auth/me").text("/id");
        assertThat(shop.api().get("/api/admin/users").errorCode()).isEqualTo("FORBIDDEN");

        administrator.put(user, Map.of("role", "admin"));
        isRefused(shop.api());
        Api promoted = shop.another();
        assertThat(promoted.get("/api/admin/users?q=" + shop.username()).text("/items/0/role"))
                .isEqualTo("admin");

        administrator.put(user, Map.of("role", "user"));
        isRefused(promoted);
        assertThat(shop.another().get("/api/admin/users").errorCode()).isEqualTo("FORBIDDEN");
    }

    private Answer login(Shop shop) {
        return gateway.post("/api/auth/login", Map.of("username", shop.username(), "password", shop.password()));
    }

    private static void isRefused(Api session) {
        await().atMost(AT_ONCE)
                .until(() ->
                        session.get("/api/wallet/v1/statistics").errorCode().equals("1003"));
    }
}
