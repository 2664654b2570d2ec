package com.podi.auth;

import com.podi.testsupport.ApiDocument;
import com.podi.testsupport.Identity;
import com.podi.testsupport.RoleCallers;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoutes;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

class AuthRolesIT extends AuthServiceIT {

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
            401 | 403 | 403 | 200 | 403 | GET /api/admin/users
            401 | 403 | 403 | 200 | 403 | GET /api/admin/users/{user}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/users/{user} {"status":"disabled"}
            401 | 403 | 403 | 403 | 200 | GET /internal/ended-sessions
            """;

    private final Map<String, String> namesById = new ConcurrentHashMap<>();

    @Autowired
    private ApplicationContext context;

    @Test
    void everyRouteIsDescribed() {
        ApiDocument.check(api, ServiceRoutes.in(context));
    }

    @Test
    void everyRouteForEveryCaller() {
        RoleMatrix.of(ROLES)
                .covering(ServiceRoutes.in(context))
                .withWhatIsAlikeEverywhere()
                .as(new CallersOfKeycloak())
                .given("newName", user -> newName())
                .given("name", namesById::get)
                .given("refreshToken", user -> login(namesById.get(user), PASSWORD)
                        .text("/refreshToken"))
                .check(api);
    }

    /** The service asks Keycloak about whoever calls, so that they have to exist there. */
    private final class CallersOfKeycloak implements RoleCallers {

        @Override
        public String newUser() {
            String name = newName();
            String id = register(name, name + "@example.com").text("/user/id");
            namesById.put(id, name);
            return id;
        }

        @Override
        public String tokenOfUser(String id) {
            return login(namesById.get(id), PASSWORD).text("/token");
        }

        @Override
        public String tokenOfAdmin() {
            return login("admin", Identity.ADMIN_PASSWORD).text("/token");
        }

        @Override
        public String tokenOfService() {
            return serviceTokens.current();
        }
    }

    private static String newName() {
        return "user-" + UUID.randomUUID().toString().substring(0, 12);
    }
}
