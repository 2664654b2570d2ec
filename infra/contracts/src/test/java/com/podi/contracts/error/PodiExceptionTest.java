package com.podi.contracts.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PodiExceptionTest {

    @Test
    void whatACallerSentIsEncodedForTheLog() {
        PodiException refusal =
                ErrorCode.ABILITY_NOT_FOUND.because("%s", "a\r\nERROR forged\u001b[31m${jndi:ldap://x}");

        assertThat(refusal.getMessage())
                .isEqualTo("ABILITY_NOT_FOUND: a\\u000d\\u000aERROR forged\\u001b[31m\\u0024{jndi:ldap://x}");
    }

    @Test
    void anythingElseStaysAsItIs() {
        assertThat(ErrorCode.ABILITY_NOT_FOUND.because("能力 %s costs $5", "x").getMessage())
                .isEqualTo("ABILITY_NOT_FOUND: 能力 x costs $5");
    }
}
