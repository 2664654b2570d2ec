package com.podi.ability;

import com.podi.testsupport.Api;
import com.podi.testsupport.ApiDocument;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.ServiceRoutes;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

@ServiceIT
class AbilityRolesIT {

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            200 | 200 | 200 | 200 | 200 | GET /api/abilities
            200 | 200 | 200 | 200 | 200 | GET /api/abilities/podi_upscale
            401 | 403 | 403 | 200 | 403 | GET /api/admin/abilities/podi_upscale/logs
            401 | 403 | 403 | 403 | 200 | GET /internal/abilities
            401 | 403 | 403 | 403 | 200 | POST /internal/abilities/podi_upscale/plan {"inputs":{},"imageCount":1}
            """;

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @Test
    void everyRouteIsDescribed() {
        ApiDocument.check(Api.onPort(port), ServiceRoutes.in(context));
    }

    @Test
    void everyRouteForEveryCaller() {
        RoleMatrix.of(ROLES)
                .covering(ServiceRoutes.in(context))
                .withWhatIsAlikeEverywhere()
                .check(Api.onPort(port));
    }
}
