package com.podi.comfyui;

import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;
import com.podi.testsupport.TestTokens;
import java.util.UUID;

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
            """;

    @Override
    protected RoleMatrix roles() {
        return RoleMatrix.of(ROLES)
                .given("newLora", admin -> withNewName(LORA))
                .given("newModel", admin -> withNewName(MODEL))
                .given("newPlugin", admin -> withNewName(PLUGIN))
                .given("lora", admin -> added("loras", LORA))
                .given("model", admin -> added("model-catalog", MODEL))
                .given("plugin", admin -> added("plugin-catalog", PLUGIN));
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
