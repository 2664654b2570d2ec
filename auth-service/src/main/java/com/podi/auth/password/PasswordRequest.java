package com.podi.auth.password;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

record PasswordRequest(
        @NotEmpty @Size(max = 128) String currentPassword,
        @NotNull @Size(min = 8, max = 128) String newPassword) {

    @Override
    public String toString() {
        return "PasswordRequest";
    }
}
