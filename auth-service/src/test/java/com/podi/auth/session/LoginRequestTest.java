package com.podi.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.contracts.error.PodiException;
import org.junit.jupiter.api.Test;

class LoginRequestTest {

    @Test
    void theNameIsWhicheverFieldTheClientFilledIn() {
        assertThat(new LoginRequest("ann", null, "secret").name()).isEqualTo("ann");
        assertThat(new LoginRequest(" ", "ann@example.com ", "secret").name()).isEqualTo("ann@example.com");
    }

    @Test
    void withNeitherItIsRefused() {
        LoginRequest nobody = new LoginRequest(null, "", "secret");

        assertThatThrownBy(nobody::name).isInstanceOf(PodiException.class);
    }

    @Test
    void itsTextDoesNotShowThePassword() {
        assertThat(new LoginRequest("ann", null, "secret")).asString().doesNotContain("secret");
    }
}
