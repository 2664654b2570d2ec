package com.podi.auth.registration;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.Text;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RegistrationController {

    private static final Text REGISTERED = new Text("注册成功", "Registered");

    private final Registration registration;

    RegistrationController(Registration registration) {
        this.registration = registration;
    }

    @Operation(summary = "Register")
    @PostMapping("/api/auth/register")
    @ResponseStatus(HttpStatus.CREATED)
    ApiResponse<RegisteredView> register(@Valid @RequestBody RegisterRequest request) {
        return ApiResponse.of(201, REGISTERED, registration.register(request));
    }
}
