package com.podi.auth.session;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;

record RefreshRequest(@NotEmpty @Size(max = 8192) String refreshToken) {

    @Override
    public String toString() {
        return "RefreshRequest";
    }
}
