package com.podi.starter.seal;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** @param keys 256 bits in Base64 each; the first one seals, all of them open, so that one can be replaced by another */
@Validated
@ConfigurationProperties("podi.seal")
record SealProperties(
        @NotEmpty(
                message =
                        "PODI_MASTER_KEY is missing. Set it to 32 random bytes in Base64, as `openssl rand -base64 32`"
                                + " makes them, and keep it as long as the database: what it has sealed opens with nothing else.")
        List<String> keys) {

    @Override
    public String toString() {
        return "SealProperties[" + keys.size() + " keys]";
    }
}
