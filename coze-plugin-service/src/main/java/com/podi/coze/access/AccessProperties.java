package com.podi.coze.access;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param publicUrl where the outside reaches the gateway
 * @param trustedIps networks (CIDR) whose callers need no token; {@code local} is this machine, as long as the outside is
 *     nothing else: behind a proxy on this machine everybody comes from it
 * @param serviceTokens what everybody else has to know one of; if there is none nobody else may call
 * @param callsPerMinute with one token, or from one address without any
 */
@ConfigurationProperties("podi.coze.access")
record AccessProperties(
        URI publicUrl,
        @DefaultValue List<String> trustedIps,
        @DefaultValue List<String> serviceTokens,
        @DefaultValue("600") long callsPerMinute) {

    private static final String LOCAL = "local";

    AccessProperties {
        if (trustedIps.equals(List.of(LOCAL))) {
            trustedIps = isThisMachine(publicUrl) ? List.of("127.0.0.1/32") : List.of();
        }
    }

    private static boolean isThisMachine(URI url) {
        return url.getHost() != null && url.getHost().matches("localhost|127(\\.\\d+){3}|\\[::1]");
    }
}
