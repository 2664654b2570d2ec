package com.podi.gateway.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param body of a request; pictures beyond it go straight to the object store
 * @param headers of a request, all together
 * @param registrationsPerMinute from one address
 * @param loginsPerMinute from one address, refreshes among them
 * @param callsPerMinute of one user
 */
@ConfigurationProperties("podi.gateway.limits")
record LimitProperties(
        DataSize body, DataSize headers, long registrationsPerMinute, long loginsPerMinute, long callsPerMinute) {}
