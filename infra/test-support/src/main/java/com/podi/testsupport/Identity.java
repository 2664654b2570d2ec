package com.podi.testsupport;

import java.net.URI;

/** A Keycloak server with the realm {@code podi}. */
public record Identity(URI baseUrl) {
    public static final String ADMIN_PASSWORD = "Admin123";

    /** Who may change Keycloak itself, its keys for example; not a user of the suite. */
    public static final String KEYCLOAK_ADMIN = "keycloak-admin";

    public URI issuer() {
        return baseUrl.resolve("/realms/podi");
    }

    public URI jwks() {
        return baseUrl.resolve("/realms/podi/protocol/openid-connect/certs");
    }

    public URI tokens() {
        return baseUrl.resolve("/realms/podi/protocol/openid-connect/token");
    }

    /** The secret of the client {@code svc-<service>}. */
    public static String secretOf(String service) {
        return "secret-of-" + service;
    }
}
