package com.podi.auth.registration;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;

/** Case does not count in names and addresses. */
record RegisterRequest(
        @NotNull @Pattern(regexp = "[A-Za-z0-9_.-]{3,32}", message = "{podi.auth.username}")
        String username,

        @NotNull @Size(min = 8, max = 128) String password,
        @NotNull @Email @Size(max = 254) String email) {

    String accountName() {
        return username.toLowerCase(Locale.ROOT);
    }

    String accountEmail() {
        return email.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "RegisterRequest[" + username + "]";
    }
}
