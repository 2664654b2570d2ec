package com.podi.ability.key;

import com.podi.contracts.ability.KeyReport;
import com.podi.contracts.ability.KeyRequest;
import com.podi.contracts.ability.ProviderKey;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.security.Caller;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keys in the open: for the one service that calls providers. */
@RestController
@RequestMapping("/internal/api-keys")
class KeyUseController {

    private static final String CALLS_PROVIDERS = "svc-task-worker";

    private final ApiKeys keys;

    KeyUseController(ApiKeys keys) {
        this.keys = keys;
    }

    @PostMapping("/use")
    ApiResponse<ProviderKey> use(@Valid @RequestBody KeyRequest request, Caller caller) {
        check(caller);
        return ApiResponse.ok(
                request.purpose() == KeyRequest.Purpose.GO_ON
                        ? keys.goOn(request.provider(), request.keyIds())
                        : keys.use(request.provider(), request.keyIds()));
    }

    @PostMapping("/{id}/reports")
    ApiResponse<@Nullable Void> report(@PathVariable String id, @Valid @RequestBody KeyReport report, Caller caller) {
        check(caller);
        keys.report(id, report, caller.clientId());
        return ApiResponse.ok(null);
    }

    private static void check(Caller caller) {
        if (!caller.isService() || !caller.clientId().equals(CALLS_PROVIDERS)) {
            throw ErrorCode.FORBIDDEN.because("%s calls no providers", caller.clientId());
        }
    }
}
