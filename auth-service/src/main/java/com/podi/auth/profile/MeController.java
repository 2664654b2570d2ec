package com.podi.auth.profile;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.security.Caller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/auth/me")
class MeController {

    private final Profiles profiles;

    MeController(Profiles profiles) {
        this.profiles = profiles;
    }

    @GetMapping
    ApiResponse<MeView> me(Caller caller) {
        return profiles.find(caller.userId())
                .map(profile -> ApiResponse.found(MeView.of(profile, caller)))
                .orElseThrow(() -> ErrorCode.USER_NOT_FOUND.because("%s", caller.userId()));
    }
}
