package com.podi.comfyui;

import com.podi.comfydouble.ComfyNodeDouble;
import com.podi.comfydouble.Release;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;
import com.podi.testsupport.TestTokens;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

class ComfyuiRolesIT extends ServiceRoles {

    private static final String LORA = "{\"fileName\":\"%s\",\"displayName\":\"Any\"}";
    private static final String MODEL = "{\"fileName\":\"%s\",\"displayName\":\"Any\",\"modelType\":\"vae\"}";
    private static final String PLUGIN = "{\"nodeKey\":\"%s\",\"displayName\":\"Any\"}";

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/loras
            401 | 403 | 403 | 201 | 403 | POST /api/admin/comfyui/loras {newLora}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/comfyui/loras/{lora} {newLora}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/comfyui/loras/{lora}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/model-catalog
            401 | 403 | 403 | 201 | 403 | POST /api/admin/comfyui/model-catalog {newModel}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/comfyui/model-catalog/{model} {newModel}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/comfyui/model-catalog/{model}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/plugin-catalog
            401 | 403 | 403 | 201 | 403 | POST /api/admin/comfyui/plugin-catalog {newPlugin}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/comfyui/plugin-catalog/{plugin} {newPlugin}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/comfyui/plugin-catalog/{plugin}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/models?executorId={node}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/queue-status?executorId={node}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/queue-summary?executorIds={node}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/system-stats?executorId={node}
            401 | 403 | 403 | 403 | 200 | GET /internal/comfyui/queue-summary?executorIds={node}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/server-diff
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/server-diff/{diff}
            401 | 403 | 403 | 201 | 403 | POST /api/admin/comfyui/server-diff {"name":"any","snapshot":{}}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/agents
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/agents/{agent}
            401 | 403 | 403 | 201 | 403 | POST /api/admin/comfyui/agents {"name":"any","baseUrl":"http://127.0.0.1:9"}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/comfyui/agents/{agent} {"name":"any","baseUrl":"http://127.0.0.1:9"}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/comfyui/agents/{agent}
            401 | 403 | 403 | 200 | 403 | POST /api/admin/comfyui/agents/{agent}/token {"ttlSeconds":60}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/manifests
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/manifests/{manifest}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/manifests/{manifest}/revisions
            401 | 403 | 403 | 201 | 403 | POST /api/admin/comfyui/manifests {"version":"1","content":{}}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/comfyui/manifests/{manifest} {"version":"2","content":{}}
            401 | 403 | 403 | 200 | 403 | POST /api/admin/comfyui/manifests/{manifest}/rollback {"revision":1}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/tasks
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/tasks/{task}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/tasks/{task}/events
            401 | 403 | 403 | 502 | 403 | POST /api/admin/comfyui/tasks/{task}/push
            401 | 403 | 403 | 201 | 403 | POST /api/admin/comfyui/tasks {"agentId":"{agent}","actions":["restart"]}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/comfyui/alerts
            401 | 401 | 401 | 401 | 401 | POST /api/agent/auth/verify {"token":"x"}
            401 | 401 | 401 | 401 | 401 | GET /api/agent/manifests/{manifest}
            401 | 401 | 401 | 401 | 401 | POST /api/agent/tasks/{task}/events {}
            401 | 401 | 401 | 401 | 401 | POST /api/agent/tasks/{task}/complete {}
            401 | 401 | 401 | 401 | 401 | POST /api/agent/tasks/{task}/failed {}
            401 | 401 | 401 | 401 | 401 | POST /api/agent/agents/{agent}/heartbeat {}
            401 | 401 | 401 | 401 | 401 | POST /api/agent/agents/{agent}/alerts {"type":"t","message":"m"}
            200 | 200 | 200 | 200 | 200 | GET /api/agent/docs/agent-protocol
            """;

    private static final ExecutorsDouble EXECUTORS = new ExecutorsDouble();
    private static final ComfyNodeDouble NODE = ComfyNodeDouble.start(Release.V0_33);

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry registry) {
        EXECUTORS.register(registry);
    }

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Override
    protected RoleMatrix roles() {
        return RoleMatrix.of(ROLES)
                .given("newLora", admin -> withNewName(LORA))
                .given("newModel", admin -> withNewName(MODEL))
                .given("newPlugin", admin -> withNewName(PLUGIN))
                .given("lora", admin -> added("loras", LORA))
                .given("model", admin -> added("model-catalog", MODEL))
                .given("plugin", admin -> added("plugin-catalog", PLUGIN))
                .given("node", admin -> EXECUTORS.comfyui(NODE.baseUrl().toString()))
                .given("diff", admin -> added("server-diff", "{\"name\":\"%s\",\"snapshot\":{}}"))
                .given("agent", admin -> agent())
                .given("manifest", admin -> added("manifests", "{\"version\":\"%.40s\",\"content\":{}}"))
                .given("task", admin -> added("tasks", "{\"agentId\":\"" + agent() + "\",\"actions\":[\"restart\"]}"));
    }

    private String agent() {
        return added("agents", "{\"name\":\"%s\",\"baseUrl\":\"http://127.0.0.1:9\"}");
    }

    private String added(String catalogue, String record) {
        return api().as(TestTokens.start().admin("boss"))
                .post("/api/admin/comfyui/" + catalogue, withNewName(record))
                .text("/id");
    }

    private static String withNewName(String record) {
        return record.formatted(UUID.randomUUID());
    }
}
