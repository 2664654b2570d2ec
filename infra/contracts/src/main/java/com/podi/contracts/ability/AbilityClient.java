package com.podi.contracts.ability;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Unavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.openfeign.FallbackFactory;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** The catalogue, for services. */
@FeignClient(name = "ability-service", fallbackFactory = AbilityClient.Fallback.class)
public interface AbilityClient {

    @PostMapping("/internal/abilities/{id}/plan")
    ApiResponse<Plan> plan(@PathVariable("id") String abilityId, @RequestBody PlanRequest request);

    /** Every active ability, in the order of the catalogue. */
    @GetMapping("/internal/abilities")
    ApiResponse<List<AbilityView>> active();

    /** All of them, whatever they run and whether they are active or not. */
    @GetMapping("/internal/executors")
    ApiResponse<List<ExecutorRef>> executors();

    /** For task-worker alone. */
    @PostMapping("/internal/api-keys/use")
    ApiResponse<ProviderKey> useKey(@RequestBody KeyRequest request);

    @PostMapping("/internal/api-keys/{id}/reports")
    ApiResponse<@Nullable Void> report(@PathVariable("id") String keyId, @RequestBody KeyReport report);

    class Fallback implements FallbackFactory<AbilityClient> {
        @Override
        public AbilityClient create(Throwable cause) {
            return Unavailable.stub(AbilityClient.class, cause, ErrorCode.SERVICE_UNAVAILABLE);
        }
    }
}
