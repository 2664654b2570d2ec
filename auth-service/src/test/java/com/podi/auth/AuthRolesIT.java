package com.podi.auth;

import com.podi.starter.client.ServiceTokens;
import com.podi.testsupport.Api;
import com.podi.testsupport.ApiDocument;
import com.podi.testsupport.Identity;
import com.podi.testsupport.RoleCallers;
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
            401 | 200 | 200 | 400 | 400 | PUT /api/auth/password {"currentPassword":"correct horse","newPassword":"another password"}
            401 | 200 | 200 | 400 | 400 | PUT /api/os/v1/auth/password {"currentPassword":"correct horse","newPassword":"another password"}
            """;

    private final Map<String, String> namesById = new ConcurrentHashMap<>();

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ServiceTokens serviceTokens;

    @DynamicPropertySource
    static void keycloak(DynamicPropertyRegistry registry) {
        AuthIT.keycloak(registry);
    }

    @Test
    void everyRouteIsDescribed() {
        ApiDocument.check(Api.onPort(port), ServiceRoutes.in(context));
    }

    @Test
    void everyRouteForEveryCaller() {
        RoleMatrix.of(ROLES)
                .covering(ServiceRoutes.in(context))
                .withWhatIsAlikeEverywhere()
                .as(new CallersOfKeycloak())
                .given("newName", user -> newName())
                .given("name", namesById::get)
                .given("refreshToken", user -> login(namesById.get(user), PASSWORD, "/refreshToken"))
                .check(Api.onPort(port));
    }

    /** The service asks Keycloak about whoever calls, so that they have to exist there. */
    private final class CallersOfKeycloak implements RoleCallers {

        @Override
        public String newUser() {
            String name = newName();
            Map<String, String> account =
                    Map.of("username", name, "password", PASSWORD, "email", name + "@example.com");
            String id = Api.onPort(port).post("/api/auth/register", account).text("/user/id");
            namesById.put(id, name);
            return id;
        }

        @Override
        public String tokenOfUser(String id) {
            return login(namesById.get(id), PASSWORD, "/token");
        }

        @Override
        public String tokenOfAdmin() {
            return login("admin", Identity.ADMIN_PASSWORD, "/token");
        }

        @Override
        public String tokenOfService() {
            return serviceTokens.current();
        }
    }

    private String login(String name, String password, String wanted) {
        return Api.onPort(port)
                .post("/api/auth/login", Map.of("username", name, "password", password))
                .text(wanted);
    }

    private static String newName() {
        return "user-" + UUID.randomUUID().toString().substring(0, 12);
    }
}
