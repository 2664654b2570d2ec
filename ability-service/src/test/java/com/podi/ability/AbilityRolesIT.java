package com.podi.ability;

import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;

class AbilityRolesIT extends ServiceRoles {

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /api/abilities
            200 | 200 | 200 | 200 | 200 | GET /api/abilities/podi_upscale
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/podi_upscale/logs
            401 | 403 | 403 | 403 | 200 | GET /internal/abilities
            401 | 403 | 403 | 403 | 200 | POST /internal/abilities/podi_upscale/plan {"inputs":{},"imageCount":1}
            """;

    @Override
    protected RoleMatrix roles() {
        return RoleMatrix.of(ROLES);
    }
}
