package com.podi.gateway.identity;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param issuer what stands in the tokens, as clients see Keycloak
 * @param jwks where Keycloak's public keys are read, as the gateway sees Keycloak
 * @param audience what a token must be meant for
 */
@ConfigurationProperties("podi.security")
record TokenProperties(String issuer, URI jwks, String audience) {}
