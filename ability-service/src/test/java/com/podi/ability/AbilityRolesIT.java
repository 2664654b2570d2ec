package com.podi.ability;

import com.podi.starter.id.Ids;
import com.podi.starter.seal.Sealer;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class AbilityRolesIT extends ServiceRoles {

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /api/abilities
            200 | 200 | 200 | 200 | 200 | GET /api/abilities/podi_upscale
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/podi_upscale/logs
            401 | 403 | 403 | 200 | 403 | GET /api/admin/api-keys
            401 | 403 | 403 | 201 | 403 | POST /api/admin/api-keys {"provider":"of-roles","name":"{new}","key":"sk-of-the-roles"}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/api-keys/{key}
            401 | 403 | 403 | 200 | 403 | PUT /api/admin/api-keys/{key} {"provider":"of-roles","name":"changed","key":"sk-of-the-roles"}
            401 | 403 | 403 | 200 | 403 | DELETE /api/admin/api-keys/{unused}
            401 | 403 | 403 | 403 | 200 | POST /internal/api-keys/use {"provider":"of-roles"}
            401 | 403 | 403 | 403 | 200 | POST /internal/api-keys/{key}/reports {"outcome":"THROTTLED","restSeconds":1}
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/logs
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/logs/export?format=json
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/logs/metrics
            401 | 403 | 403 | 200 | 403 | GET /api/admin/statistics/reconciliation
            401 | 200 | 200 | 200 | 200 | GET /api/statistics/me
            401 | 403 | 403 | 403 | 200 | GET /internal/abilities
            401 | 403 | 403 | 403 | 200 | POST /internal/abilities/podi_upscale/plan {"inputs":{},"imageCount":1}
            """;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Sealer sealer;

    @Override
    protected RoleMatrix roles() {
        return RoleMatrix.of(ROLES)
                .given("key", user -> apiKey())
                .given("unused", user -> apiKey())
                .given("new", user -> UUID.randomUUID().toString());
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
