package com.podi.coze;

import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Here it counts where a caller comes from and whether it knows Coze's token; our own tokens mean nothing. */
class CozeRolesIT extends ServiceRoles {

    private static final String FROM_A_TRUSTED_NETWORK = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /api/coze/podi/openapi.json
            200 | 200 | 200 | 200 | 200 | POST /api/coze/podi/tools/podi/upscale {"url":"https://shop.example/cat.png"}
            200 | 200 | 200 | 200 | 200 | POST /api/coze/podi/tasks/get {"taskId":"task_done"}
            200 | 200 | 200 | 200 | 200 | POST /api/coze/podi/comfyui/queue-summary {}
            200 | 200 | 200 | 200 | 200 | POST /api/coze/podi/mcp {"jsonrpc":"2.0","id":1,"method":"ping"}
            """;

    private static final String FROM_ELSEWHERE = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /api/coze/podi/openapi.json
            401 | 401 | 401 | 401 | 401 | POST /api/coze/podi/tools/podi/upscale {"url":"https://shop.example/cat.png"}
            401 | 401 | 401 | 401 | 401 | POST /api/coze/podi/tasks/get {"taskId":"task_done"}
            401 | 401 | 401 | 401 | 401 | POST /api/coze/podi/comfyui/queue-summary {}
            401 | 401 | 401 | 401 | 401 | POST /api/coze/podi/mcp {"jsonrpc":"2.0","id":1,"method":"ping"}
            """;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        CozeServiceIT.settings(registry);
    }

    @BeforeEach
    void everythingIsOffered() {
        CozeServiceIT.awaitDocument(port);
    }

    @Override
    protected RoleMatrix roles() {
        return RoleMatrix.of(FROM_A_TRUSTED_NETWORK);
    }

    @Test
    void everyRouteForEveryCallerFromElsewhere() {
        check(RoleMatrix.of(FROM_ELSEWHERE), api().with("X-Forwarded-For", "203.0.113.9"));
    }
}
