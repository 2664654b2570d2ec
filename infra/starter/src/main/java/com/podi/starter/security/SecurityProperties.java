package com.podi.starter.security;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param issuer what stands in the tokens, as clients see Keycloak
 * @param jwks where Keycloak's public keys are read, as services see Keycloak
 * @param audience what a token must be meant for
 * @param open "METHOD /path" of what needs no token; one that is sent along is checked all the same
 * @param unread paths that need none and do not look at one that is sent along
 */
@ConfigurationProperties("podi.security")
record SecurityProperties(
        String issuer,
        URI jwks,
        @DefaultValue("podi-api") String audience,
        @DefaultValue List<String> open,
        @DefaultValue List<String> unread) {}
