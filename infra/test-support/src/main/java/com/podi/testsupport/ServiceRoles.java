package com.podi.testsupport;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** Who may call what of a servlet service, and whether it says so itself; a service adds its table. */
@ServiceIT
public abstract class ServiceRoles {

    @LocalServerPort
    protected int port;

    @Autowired
    protected ApplicationContext context;

    /** The service's own routes, and what the placeholders stand for. */
    protected abstract RoleMatrix roles();

    @Test
    void everyRouteForEveryCaller() {
        check(roles(), api());
    }

    @Test
    void everyRouteIsDescribed() {
        ApiDocument.check(api(), ServiceRoutes.in(context));
    }

    protected final void check(RoleMatrix roles, Api api) {
        roles.covering(ServiceRoutes.in(context)).withWhatIsAlikeEverywhere().check(api);
    }

    protected final Api api() {
        return Api.onPort(port);
    }
}
