package com.podi.media.input;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.media.Input;
import com.podi.contracts.media.InputRequest;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Asked when a call is taken in; addresses carry signatures, which is why they stand in a body and not in a log. */
@RestController
class InputController {

    private final Inputs inputs;

    InputController(Inputs inputs) {
        this.inputs = inputs;
    }

    @PostMapping("/internal/media/inputs")
    ApiResponse<Input> find(@Valid @RequestBody InputRequest request) {
        return ApiResponse.found(inputs.find(request));
    }
}
