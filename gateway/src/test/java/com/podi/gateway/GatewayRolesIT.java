package com.podi.gateway;

import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.Route;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Who gets through to the services, which answer 200 here, and who is turned away before. */
@ServiceIT
class GatewayRolesIT {

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | POST /api/auth/register
            200 | 200 | 200 | 200 | 200 | POST /api/auth/login
            200 | 200 | 200 | 200 | 200 | POST /api/os/v1/auth/login
            200 | 200 | 200 | 200 | 200 | POST /api/auth/refresh
            401 | 200 | 200 | 200 | 200 | POST /api/auth/logout
            401 | 200 | 200 | 200 | 200 | GET /api/auth/me
            401 | 200 | 200 | 200 | 200 | PUT /api/os/v1/auth/password
            401 | 403 | 403 | 200 | 403 | GET /api/admin/users
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/users/{user}
            401 | 200 | 200 | 200 | 200 | POST /api/media/v1/sts
            200 | 200 | 200 | 200 | 200 | POST /api/media/v1/oss-callback
            200 | 200 | 200 | 200 | 200 | POST /api/media/v1/bucket-notifications
            401 | 200 | 200 | 200 | 200 | DELETE /api/media/v1/objects/obj_1
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/media/quotas/{user}
            401 | 200 | 200 | 200 | 200 | POST /api/wallet/v1/freeze
            401 | 200 | 200 | 200 | 200 | GET /api/wallet/v1/statistics?userId={user}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/wallet/reconciliation
            401 | 200 | 200 | 200 | 200 | POST /api/abilities/podi_upscale/invoke
            401 | 200 | 200 | 200 | 200 | GET /api/ability-tasks/task_1
            401 | 200 | 200 | 200 | 200 | POST /api/ability-tasks
            401 | 200 | 200 | 200 | 200 | GET /api/webhooks/secret
            200 | 200 | 200 | 200 | 200 | GET /api/abilities
            200 | 200 | 200 | 200 | 200 | GET /api/abilities/podi_upscale
            401 | 200 | 200 | 200 | 200 | POST /api/abilities
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/podi_upscale/logs
            401 | 403 | 403 | 200 | 403 | POST /api/admin/executors
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/workflows/w
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/workflow-bindings/b
            401 | 403 | 403 | 200 | 403 | GET /api/admin/api-keys
            401 | 403 | 403 | 200 | 403 | GET /api/admin/audit
            401 | 403 | 403 | 200 | 403 | GET /api/admin/statistics/reconciliation
            401 | 200 | 200 | 200 | 200 | GET /api/statistics/me
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/queue-summary
            200 | 200 | 200 | 200 | 200 | POST /api/agent/auth/verify
            200 | 200 | 200 | 200 | 200 | GET /api/coze/podi/openapi.json
            200 | 200 | 200 | 200 | 200 | POST /api/coze/podi/tools/podi/upscale
            200 | 200 | 200 | 200 | 200 | GET /api/docs/auth-service.json
            200 | 200 | 200 | 200 | 200 | GET /api/docs/media-service.json
            200 | 200 | 200 | 200 | 200 | GET /api/docs/wallet-service.json
            200 | 200 | 200 | 200 | 200 | GET /api/docs/ability-service.json
            200 | 200 | 200 | 200 | 200 | GET /api/docs/task-worker.json
            200 | 200 | 200 | 200 | 200 | GET /api/docs/comfyui-admin-service.json
            200 | 200 | 200 | 200 | 200 | GET /api/docs/coze-plugin-service.json
            """;

    private static final String ITS_OWN = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /actuator/health
            200 | 200 | 200 | 200 | 200 | GET /actuator/health/readiness
            401 | 403 | 403 | 200 | 403 | GET /actuator
            401 | 403 | 403 | 200 | 403 | GET /actuator/info
            401 | 403 | 403 | 200 | 403 | GET /actuator/prometheus
            401 | 403 | 403 | 404 | 403 | GET /actuator/gateway/routes
            200 | 200 | 200 | 200 | 200 | GET /api/docs
            200 | 200 | 200 | 200 | 200 | GET /api/docs/errors
            200 | 200 | 200 | 200 | 200 | GET /api/docs/errors.json
            200 | 200 | 200 | 200 | 200 | GET /api/docs/services.json
            200 | 200 | 200 | 200 | 200 | GET /api/docs/assets/docs.js
            404 | 404 | 404 | 404 | 404 | GET /api/docs/nothing.json
            401 | 404 | 404 | 404 | 404 | POST /api/docs/auth-service.json
            404 | 404 | 404 | 404 | 404 | GET /webjars/swagger-ui/5.32.14/index.html
            404 | 404 | 404 | 404 | 404 | GET /v3/api-docs
            401 | 404 | 404 | 404 | 404 | GET /api/nothing
            401 | 403 | 403 | 404 | 403 | GET /api/admin/nothing
            404 | 404 | 404 | 404 | 404 | GET /internal/abilities
            404 | 404 | 404 | 404 | 404 | GET /nothing
            """;

    private static final List<String> SERVICES = List.of(
            "auth-service",
            "media-service",
            "wallet-service",
            "ability-service",
            "task-worker",
            "comfyui-admin-service",
            "coze-plugin-service");

    @LocalServerPort
    private int port;

    @Autowired
    private RouteDefinitionLocator routes;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) throws IOException {
        Upstream service = new Upstream("any service");
        SERVICES.forEach(name ->
                registry.add("spring.cloud.discovery.client.simple.instances." + name + "[0].uri", service::uri));
        registry.add("PODI_TOKEN_URI", TestTokens.start()::tokens);
    }

    @BeforeEach
    void ready() {
        await().until(() -> Api.onPort(port).get("/actuator/health/readiness").status() == 200);
    }

    @Test
    void everyRouteForEveryCaller() {
        RoleMatrix.of(ROLES).covering(configured()).check(Api.onPort(port));
    }

    @Test
    void whatTheGatewayAnswersItself() {
        RoleMatrix.of(ITS_OWN).check(Api.onPort(port));
    }

    private List<Route> configured() {
        return routes.getRouteDefinitions()
                .toStream()
                .flatMap(GatewayRolesIT::routes)
                .toList();
    }

    private static Stream<Route> routes(RouteDefinition definition) {
        String method = arguments(definition, "Method").findFirst().orElse(Route.ANY);
        return arguments(definition, "Path").map(pattern -> Route.of(method, pattern));
    }

    private static Stream<String> arguments(RouteDefinition definition, String predicate) {
        return definition.getPredicates().stream()
                .filter(candidate -> candidate.getName().equals(predicate))
                .flatMap(candidate -> candidate.getArgs().values().stream());
    }
}
