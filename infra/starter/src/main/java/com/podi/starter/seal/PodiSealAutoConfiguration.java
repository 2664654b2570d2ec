package com.podi.starter.seal;

import java.security.GeneralSecurityException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The sealer of services that name the key; those that seal nothing need none. */
@AutoConfiguration
@ConditionalOnProperty("podi.seal.keys")
@EnableConfigurationProperties(SealProperties.class)
class PodiSealAutoConfiguration {

    @Bean
    Sealer sealer(SealProperties properties) throws GeneralSecurityException {
        return new Sealer(properties.keys());
    }
}
