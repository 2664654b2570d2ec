package com.podi.ability;

import com.podi.ability.workflow.Graphs;
import com.podi.starter.id.Ids;
import com.podi.starter.seal.Sealer;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

class AbilityRolesIT extends ServiceRoles {

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /api/abilities
            200 | 200 | 200 | 200 | 200 | GET /api/abilities/podi_upscale
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/podi_upscale
            401 | 403 | 403 | 201 | 403 | POST /api/admin/abilities {"provider":"kie","capabilityKey":"{capability}","displayName":"A"}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/abilities/{ability} {"provider":"kie","capabilityKey":"{capability}","displayName":"B"}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/abilities/{ability}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/podi_upscale/logs
            401 | 403 | 403 | 200 | 403 | GET /api/admin/api-keys
            401 | 403 | 403 | 201 | 403 | POST /api/admin/api-keys {"provider":"of-roles","name":"{new}","key":"sk-of-the-roles"}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/api-keys/{key}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/api-keys/{key} {"provider":"of-roles","name":"changed","key":"sk-of-the-roles"}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/api-keys/{unused}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/audit
            401 | 403 | 403 | 404 | 403 | GET /api/admin/audit/nothing
            401 | 403 | 403 | 200 | 403 | GET /api/admin/executors
            401 | 403 | 403 | 200 | 403 | GET /api/admin/executors/{executor}
            401 | 403 | 403 | 201 | 403 | POST /api/admin/executors {"name":"A","type":"kie","baseUrl":"http://127.0.0.1:9"}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/executors/{executor} {"name":"B","type":"comfyui","baseUrl":"http://127.0.0.1:9"}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/executors/{executor}
            401 | 403 | 403 | 200 | 403 | POST /api/admin/executors/{executor}/check
            401 | 403 | 403 | 200 | 403 | GET /api/admin/workflows
            401 | 403 | 403 | 200 | 403 | GET /api/admin/workflows/{workflow}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/workflows/{workflow}/inputs
            401 | 403 | 403 | 200 | 403 | GET /api/admin/workflows/{workflow}/versions/1
            401 | 403 | 403 | 201 | 403 | POST /api/admin/workflows {"action":"upscale","name":"A","definition":GRAPH}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/workflows/{workflow} {"action":"upscale","name":"B","definition":GRAPH}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/workflows/{workflow}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/workflow-bindings
            401 | 403 | 403 | 200 | 403 | GET /api/admin/workflow-bindings/{binding}
            401 | 403 | 403 | 201 | 403 | POST /api/admin/workflow-bindings {"workflowId":"{workflow}","executorId":"{executor}"}
            401 | 403 | 403 | 400 | 403 | PUT /api/admin/workflow-bindings/{binding} {"workflowId":"nothing","executorId":"{executor}"}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/workflow-bindings/{binding}
            401 | 403 | 403 | 403 | 200 | POST /internal/api-keys/use {"provider":"of-roles"}
            401 | 403 | 403 | 403 | 200 | POST /internal/api-keys/{key}/reports {"outcome":"THROTTLED","restSeconds":1}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/logs
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/logs/export?format=json
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/logs/metrics
            401 | 403 | 403 | 200 | 403 | GET /api/admin/statistics/reconciliation
            401 | 200 | 200 | 200 | 200 | GET /api/statistics/me
            401 | 403 | 403 | 403 | 200 | GET /internal/abilities
            401 | 403 | 403 | 403 | 200 | GET /internal/executors
            401 | 403 | 403 | 403 | 200 | POST /internal/abilities/podi_upscale/plan {"inputs":{},"imageCount":1}
            """;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Sealer sealer;

    @Override
    protected RoleMatrix roles() {
        Admin admin = new Admin(port);
        String graph = new JsonMapper().readTree(Graphs.UPSCALE).toString();
        return RoleMatrix.of(ROLES.replace("GRAPH", graph))
                .given("capability", owner -> Admin.unique("key"))
                .given("key", owner -> apiKey())
                .given("unused", owner -> apiKey())
                .given("new", owner -> UUID.randomUUID().toString())
                .given("ability", owner -> admin.ability("kie", Map.of()))
                .given("executor", owner -> admin.node(Admin.NOWHERE, Map.of()))
                .given("workflow", owner -> admin.workflow("upscale"))
                .given(
                        "binding",
                        owner -> admin.binding(admin.workflow("upscale"), admin.node(Admin.NOWHERE, Map.of()), 0));
    }

    private String apiKey() {
        String id = Ids.next("key");
        jdbc.sql("""
                        insert into api_keys (key_id, provider, name, sealed, hint, status)
                        values (?, 'of-roles', ?, ?, '', 'active')
                        """)
                .params(id, id, sealer.seal(new byte[] {'k'}, "api key " + id))
                .update();
        return id;
    }
}
