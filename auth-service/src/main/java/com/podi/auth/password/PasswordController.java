package com.podi.auth.password;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.Text;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PasswordController {

    private static final Text CHANGED = new Text("密码修改成功", "The password has been changed");

    private final Passwords passwords;

    PasswordController(Passwords passwords) {
        this.passwords = passwords;
    }

    @Operation(summary = "Change the own password; ends all own sessions")
    @PutMapping({"/api/auth/password", "/api/os/v1/auth/password"})
    ApiResponse<@Nullable Void> change(
            @AuthenticationPrincipal Jwt token, @Valid @RequestBody PasswordRequest request) {
        passwords.change(token.getSubject(), token.getClaimAsString("preferred_username"), request);
        return ApiResponse.of(200, CHANGED, null);
    }
}
