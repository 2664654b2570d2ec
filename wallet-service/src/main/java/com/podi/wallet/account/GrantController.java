package com.podi.wallet.account;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.starter.idempotency.Idempotency;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GrantController {

    private static final Text NOT_NONE = new Text("不能为0", "must not be 0");

    private final Grants grants;

    GrantController(Grants grants) {
        this.grants = grants;
    }

    @Operation(summary = "Give points, or take them away")
    @PostMapping("/api/wallet/v1/grants")
    ApiResponse<GrantView> grant(@Valid @RequestBody GrantRequest request, Caller caller, Idempotency idempotency) {
        if (!caller.isAdmin()) {
            throw ErrorCode.FORBIDDEN.because("%s is no administrator", caller.userId());
        }
        if (request.points() == 0) {
            throw ErrorCode.BAD_PARAMETER.at("points", NOT_NONE);
        }
        return ApiResponse.ok(idempotency.once(
                caller,
                request,
                GrantView.class,
                operationId -> grants.grant(request.userId(), request.points(), request.reason(), operationId)));
    }
}
