package com.podi.contracts.comfyui;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Unavailable;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.openfeign.FallbackFactory;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The ComfyUI nodes, for services. */
@FeignClient(name = "comfyui-admin-service", fallbackFactory = ComfyuiClient.Fallback.class)
public interface ComfyuiClient {

    /** @param executorIds with commas between them; all nodes if it is absent */
    @GetMapping("/internal/comfyui/queue-summary")
    ApiResponse<QueueSummary> queueSummary(
            @RequestParam(name = "executorIds", required = false) @Nullable String executorIds);

    class Fallback implements FallbackFactory<ComfyuiClient> {
        @Override
        public ComfyuiClient create(Throwable cause) {
            return Unavailable.stub(ComfyuiClient.class, cause, ErrorCode.SERVICE_UNAVAILABLE);
        }
    }
}
