package com.podi.starter.security;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param issuer what stands in the tokens, as clients see Keycloak
 * @param jwks where Keycloak's public keys are read, as services see Keycloak
 * @param audience what a token must be meant for
 * @param open "METHOD /path" of what needs no token
 */
@ConfigurationProperties("podi.security")
record SecurityProperties(
        String issuer,
        URI jwks,
        @DefaultValue("podi-api") String audience,
        @DefaultValue List<String> open) {}
