package com.podi.coze.access;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param trustedIps networks (CIDR) whose callers need no token
 * @param serviceToken what everybody else has to know; if it is empty nobody else may call
 */
@ConfigurationProperties("podi.coze.access")
record AccessProperties(
        @DefaultValue List<String> trustedIps,
        @DefaultValue("") String serviceToken) {}
