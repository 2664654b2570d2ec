package com.podi.comfyui.token;

import com.podi.starter.seal.SealedColumn;
import com.podi.starter.seal.SealedThings;
import com.podi.starter.seal.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is to be sealed anew when the master key has been replaced. */
@Configuration(proxyBeanMethods = false)
class SealedTokenKeys {

    private static final SealedColumn.Place PLACE =
            new SealedColumn.Place("token_keys", "kid", "text", "sealed", "kid");

    @Bean
    SealedThings tokenKeysAnew(JdbcClient jdbc, Sealer sealer) {
        return new SealedColumn(jdbc, sealer, PLACE, SigningKeys::purpose);
    }
}
