package com.podi.starter.http;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param allow CIDR ranges that users may name although they are not public, on any port
 * @param trusted CIDR ranges that administrators may name although they are not public
 * @param loopback whether administrators may name what runs on this machine
 * @param patience for all of a download from an address that a user gave
 */
@ConfigurationProperties("podi.egress")
record EgressProperties(
        @DefaultValue List<String> allow,
        @DefaultValue List<String> trusted,
        @DefaultValue("false") boolean loopback,
        @DefaultValue("PT30S") Duration patience) {}
