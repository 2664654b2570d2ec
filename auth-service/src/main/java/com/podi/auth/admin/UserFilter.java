package com.podi.auth.admin;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** @param q part of the name or of the e-mail address */
record UserFilter(
        @Nullable @Size(max = 254) String q,

        @Nullable @Pattern(regexp = UserChange.ROLES, message = "{podi.auth.role}")
        String role,

        @Nullable @Pattern(regexp = UserChange.STATES, message = "{podi.auth.status}")
        String status) {}
