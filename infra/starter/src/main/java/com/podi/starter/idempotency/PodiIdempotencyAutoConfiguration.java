package com.podi.starter.idempotency;

import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Only for services that ask for it; who does needs {@code @EnableScheduling}, or old keys are never purged. */
@AutoConfiguration
@ConditionalOnProperty("podi.idempotency.enabled")
class PodiIdempotencyAutoConfiguration {

    @Bean
    IdempotencyKeys idempotencyKeys(
            JdbcClient jdbc,
            @Value("${podi.idempotency.lease:PT30S}") Duration lease,
            @Value("${podi.idempotency.kept:PT24H}") Duration kept) {
        return new IdempotencyKeys(jdbc, lease, kept);
    }

    @Bean
    WebMvcConfigurer idempotencyAsParameter(IdempotencyKeys keys, JsonMapper json) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new IdempotencyArgumentResolver(keys, json));
            }
        };
    }
}
