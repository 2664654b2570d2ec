package com.podi.testsupport;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The environment variables of a service in a process of its own, with the real parts behind it and tokens of
 * {@link TestTokens} before it.
 */
public final class ServiceVariables {

    private ServiceVariables() {}

    /** @param more what this service needs besides, or otherwise */
    public static Map<String, String> of(int port, Database database, Map<String, String> more) {
        TestTokens tokens = TestTokens.start();
        Map<String, String> variables = new HashMap<>(Map.of(
                "PODI_PORT_SELF", Integer.toString(port),
                "PODI_DB_URL", database.jdbcUrl(),
                "PODI_DB_USER", database.user(),
                "PODI_DB_PASSWORD", database.password(),
                "PODI_KAFKA", RealParts.kafka(),
                "PODI_ISSUER", tokens.issuer().toString(),
                "PODI_JWKS", tokens.jwks().toString(),
                "PODI_EGRESS_LOOPBACK", "true",
                "EUREKA_CLIENT_ENABLED", "false"));
        variables.putAll(more);
        return variables;
    }

    /** Where it says that it is ready. */
    public static URI readiness(int port) {
        return URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    }
}
