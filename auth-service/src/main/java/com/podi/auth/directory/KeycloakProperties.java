package com.podi.auth.directory;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url where this service reaches Keycloak, which may be another address than the one in the tokens
 * @param readTimeout checking a password takes Keycloak longer than anything else
 */
@ConfigurationProperties("podi.auth.keycloak")
record KeycloakProperties(
        URI url,
        @DefaultValue("podi") String realm,
        @DefaultValue("PT1S") Duration connectTimeout,
        @DefaultValue("PT5S") Duration readTimeout) {}
