package com.podi.auth.profile;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/auth/me")
class MeController {

    private final ProfileService profiles;

    MeController(ProfileService profiles) {
        this.profiles = profiles;
    }

    @Operation(summary = "Who the caller is")
    @GetMapping
    ApiResponse<MeView> me(Caller caller) {
        return ApiResponse.found(MeView.of(profiles.of(caller.userId()), caller));
    }

    @Operation(summary = "Change the own e-mail address or profile")
    @PutMapping
    ApiResponse<MeView> change(Caller caller, @Valid @RequestBody MeRequest request) {
        return ApiResponse.updated(MeView.of(profiles.change(caller.userId(), request), caller));
    }
}
