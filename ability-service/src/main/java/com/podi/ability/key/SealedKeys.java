package com.podi.ability.key;

import com.podi.starter.seal.SealedColumn;
import com.podi.starter.seal.SealedThings;
import com.podi.starter.seal.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What has to be sealed anew when the master key is replaced. */
@Configuration(proxyBeanMethods = false)
class SealedKeys {

    private static final SealedColumn.Place PLACE =
            new SealedColumn.Place("api_keys", "key_id", "text", "sealed", "key_id");

    @Bean
    SealedThings apiKeysAnew(JdbcClient jdbc, Sealer sealer) {
        return of(jdbc, sealer);
    }

    static SealedThings of(JdbcClient jdbc, Sealer sealer) {
        return new SealedColumn(jdbc, sealer, PLACE, ApiKeys::purpose);
    }
}
