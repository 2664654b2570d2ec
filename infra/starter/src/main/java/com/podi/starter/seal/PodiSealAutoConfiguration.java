package com.podi.starter.seal;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.GeneralSecurityException;
import org.springframework.beans.factory.ObjectProvider;
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

    @Bean
    Resealing resealing(Sealer sealer, ObjectProvider<SealedThings> things, ObjectProvider<MeterRegistry> metrics) {
        Resealing resealing = new Resealing(sealer, things.orderedStream().toList());
        metrics.ifAvailable(resealing::showIn);
        return resealing;
    }
}
