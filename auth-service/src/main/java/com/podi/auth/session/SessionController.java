package com.podi.auth.session;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.Text;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SessionController {

    private static final Text LOGGED_IN = new Text("登录成功", "Logged in");
    private static final Text REFRESHED = new Text("刷新成功", "Refreshed");
    private static final Text LOGGED_OUT = new Text("已退出登录", "Logged out");

    private final SessionService sessions;

    SessionController(SessionService sessions) {
        this.sessions = sessions;
    }

    @Operation(summary = "Log in")
    @PostMapping({"/api/auth/login", "/api/os/v1/auth/login"})
    ApiResponse<SessionView> login(@Valid @RequestBody LoginRequest request, HttpServletRequest http) {
        return ApiResponse.of(200, LOGGED_IN, sessions.login(request, http.getRemoteAddr()));
    }

    @Operation(summary = "Exchange a refresh token for new tokens")
    @PostMapping("/api/auth/refresh")
    ApiResponse<SessionView> refresh(@Valid @RequestBody RefreshRequest request) {
        return ApiResponse.of(200, REFRESHED, sessions.refresh(request));
    }

    /** The token names its session; a refresh token in the body belongs to the same one and is not needed. */
    @Operation(summary = "End the session of the token")
    @PostMapping("/api/auth/logout")
    ApiResponse<@Nullable Void> logout(@AuthenticationPrincipal Jwt token) {
        String sessionId = token.getClaimAsString("sid");
        if (sessionId != null) {
            sessions.logout(sessionId);
        }
        return ApiResponse.of(200, LOGGED_OUT, null);
    }
}
