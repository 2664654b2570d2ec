package com.podi.coze;

import com.podi.testsupport.Api;
import com.podi.testsupport.ApiDocument;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.ServiceRoutes;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Here it counts where a caller comes from and whether it knows Coze's token; our own tokens mean nothing. */
@ServiceIT
class CozeRolesIT {

    private static final String FROM_A_TRUSTED_NETWORK = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /api/coze/podi/openapi.json
            200 | 200 | 200 | 200 | 200 | POST /api/coze/podi/tasks/get {"taskId":"task_done"}
            """;

    private static final String FROM_ELSEWHERE = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /api/coze/podi/openapi.json
            401 | 401 | 401 | 401 | 401 | POST /api/coze/podi/tasks/get {"taskId":"task_done"}
            """;

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        TaskWorkerDouble taskWorker = new TaskWorkerDouble();
        registry.add("spring.cloud.discovery.client.simple.instances.task-worker[0].uri", taskWorker::url);
        registry.add("PODI_TOKEN_URI", () -> taskWorker.url() + "/token");
        registry.add("PODI_CLIENT_SECRET", () -> "secret");
        registry.add("PODI_COZE_ACCOUNT", () -> "account-of-coze");
        registry.add("SERVICE_API_TOKEN", () -> "opaque");
    }

    @Test
    void everyRouteIsDescribed() {
        ApiDocument.check(Api.onPort(port), ServiceRoutes.in(context));
    }

    @Test
    void everyRouteForEveryCallerOfATrustedNetwork() {
        RoleMatrix.of(FROM_A_TRUSTED_NETWORK)
                .covering(ServiceRoutes.in(context))
                .withWhatIsAlikeEverywhere()
                .check(Api.onPort(port));
    }

    @Test
    void everyRouteForEveryCallerFromElsewhere() {
        RoleMatrix.of(FROM_ELSEWHERE)
                .covering(ServiceRoutes.in(context))
                .withWhatIsAlikeEverywhere()
                .check(Api.onPort(port).with("X-Forwarded-For", "203.0.113.9"));
    }
}
