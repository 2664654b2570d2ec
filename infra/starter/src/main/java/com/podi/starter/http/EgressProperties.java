package com.podi.starter.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param allow CIDR ranges that users may name although they are not public, on any port */
@ConfigurationProperties("podi.egress")
record EgressProperties(@DefaultValue List<String> allow) {}
