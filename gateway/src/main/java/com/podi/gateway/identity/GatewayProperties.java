package com.podi.gateway.identity;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param allowedOrigins patterns of the origins whose pages may call the API
 * @param trustedProxies networks (CIDR) whose X-Forwarded-For is believed
 */
@ConfigurationProperties("podi.gateway")
record GatewayProperties(List<String> allowedOrigins, List<String> trustedProxies) {}
