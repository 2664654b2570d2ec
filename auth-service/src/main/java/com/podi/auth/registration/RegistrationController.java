package com.podi.auth.registration;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.Text;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RegistrationController {

    private static final Text REGISTERED = new Text("注册成功", "Registered");

    private final Registration registration;

    RegistrationController(Registration registration) {
        this.registration = registration;
    }

    @PostMapping("/api/auth/register")
    ApiResponse<RegisteredView> register(@Valid @RequestBody RegisterRequest request) {
        return ApiResponse.of(201, REGISTERED, registration.register(request));
    }
}
