package com.podi.starter.http;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The clients for addresses that somebody gave us. */
@AutoConfiguration
@EnableConfigurationProperties(EgressProperties.class)
class PodiHttpAutoConfiguration {

    @Bean
    GuardedHttp guardedHttp(EgressProperties properties) {
        return new GuardedHttp(new EgressPolicy(properties.allow()), properties.patience());
    }

    @Bean
    TrustedHttp trustedHttp(EgressProperties properties) {
        return new TrustedHttp(properties.trusted(), properties.loopback());
    }
}
