package com.podi.starter.http;

import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The clients for addresses that somebody gave us. */
@AutoConfiguration
@EnableConfigurationProperties(EgressProperties.class)
class PodiHttpAutoConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Bean
    GuardedHttp guardedHttp(EgressProperties properties) {
        return new GuardedHttp(new EgressPolicy(properties.allow()), PATIENCE);
    }

    @Bean
    TrustedHttp trustedHttp(EgressProperties properties) {
        return new TrustedHttp(properties.trusted(), properties.loopback());
    }
}
