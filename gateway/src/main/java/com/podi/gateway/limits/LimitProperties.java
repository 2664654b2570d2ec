package com.podi.gateway.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param body of a request; pictures beyond it go straight to the object store
 * @param headers of a request, all together
 */
@ConfigurationProperties("podi.gateway.limits")
record LimitProperties(DataSize body, DataSize headers) {}
