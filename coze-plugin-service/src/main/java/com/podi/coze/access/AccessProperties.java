package com.podi.coze.access;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param trustedIps networks (CIDR) whose callers need no token
 * @param serviceTokens what everybody else has to know one of; if there is none nobody else may call
 * @param callsPerMinute with one token, or from one address without any
 */
@ConfigurationProperties("podi.coze.access")
record AccessProperties(
        @DefaultValue List<String> trustedIps,
        @DefaultValue List<String> serviceTokens,
        @DefaultValue("600") long callsPerMinute) {}
