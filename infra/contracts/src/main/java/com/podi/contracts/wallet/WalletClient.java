package com.podi.contracts.wallet;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Unavailable;
import org.springframework.cloud.openfeign.FallbackFactory;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** The wallet, for services; every call may be repeated and then answers alike. */
@FeignClient(name = "wallet-service", fallbackFactory = WalletClient.Fallback.class)
public interface WalletClient {

    @PostMapping("/api/wallet/v1/freeze")
    ApiResponse<HoldView> freeze(@RequestBody FreezeRequest request);

    @PostMapping("/api/wallet/v1/confirm")
    ApiResponse<HoldView> confirm(@RequestBody ConfirmRequest request);

    @PostMapping("/api/wallet/v1/release")
    ApiResponse<HoldView> release(@RequestBody ReleaseRequest request);

    /** The hold that the calling service made for a task, found again after an answer was lost. */
    @GetMapping("/internal/wallet/holds")
    ApiResponse<HoldView> findHold(
            @RequestParam("userId") String userId,
            @RequestParam("taskId") String taskId,
            @RequestParam("action") String action);

    class Fallback implements FallbackFactory<WalletClient> {
        @Override
        public WalletClient create(Throwable cause) {
            return Unavailable.stub(WalletClient.class, cause, ErrorCode.WALLET_SERVICE_UNAVAILABLE);
        }
    }
}
