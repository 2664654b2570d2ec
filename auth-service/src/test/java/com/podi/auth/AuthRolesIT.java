package com.podi.auth;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.Identity;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.ServiceRoutes;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ServiceIT
class AuthRolesIT {

    private static final String PASSWORD = "correct horse";

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            201 | 201 | 201 | 201 | 201 | POST /api/auth/register {"username":"{newName}","password":"correct horse","email":"{newName}@example.com"}
            200 | 200 | 200 | 200 | 200 | POST /api/auth/login {"username":"{name}","password":"correct horse"}
            200 | 200 | 200 | 200 | 200 | POST /api/os/v1/auth/login {"username":"{name}","password":"correct horse"}
            200 | 200 | 200 | 200 | 200 | POST /api/auth/refresh {"refreshToken":"{refreshToken}"}
            401 | 200 | 200 | 200 | 200 | POST /api/auth/logout
            401 | 200 | 200 | 200 | 404 | GET /api/auth/me
            401 | 200 | 200 | 200 | 404 | PUT /api/auth/me {"profile":{"firstName":"Ann"}}
            401 | 400 | 400 | 400 | 400 | PUT /api/auth/password {"currentPassword":"not the password","newPassword":"another password"}
            401 | 400 | 400 | 400 | 400 | PUT /api/os/v1/auth/password {"currentPassword":"not the password","newPassword":"another password"}
            """;

    private final Map<String, String> namesById = new ConcurrentHashMap<>();

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @DynamicPropertySource
    static void keycloak(DynamicPropertyRegistry registry) {
        Identity keycloak = RealParts.keycloak();
        registry.add("PODI_TOKEN_URI", keycloak::tokens);
        registry.add("PODI_KEYCLOAK", keycloak::baseUrl);
        registry.add("PODI_CLIENT_SECRET", () -> Identity.secretOf("auth-service"));
    }

    @Test
    void everyRouteForEveryCaller() {
        RoleMatrix.of(ROLES)
                .covering(ServiceRoutes.in(context))
                .withWhatIsAlikeEverywhere()
                .accounts(this::registered)
                .given("newName", user -> newName())
                .given("name", namesById::get)
                .given("refreshToken", this::refreshToken)
                .check(Api.onPort(port));
    }

    private String registered() {
        String name = newName();
        Answer answer = Api.onPort(port)
                .post(
                        "/api/auth/register",
                        Map.of("username", name, "password", PASSWORD, "email", name + "@example.com"));
        String id = answer.text("/user/id");
        namesById.put(id, name);
        return id;
    }

    private String refreshToken(String user) {
        return Api.onPort(port)
                .post("/api/auth/login", Map.of("username", namesById.get(user), "password", PASSWORD))
                .text("/refreshToken");
    }

    private static String newName() {
        return "user-" + UUID.randomUUID().toString().substring(0, 12);
    }
}
