package com.podi.taskworker.callback;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/webhooks")
class WebhookController {

    private static final Text NO_STATUS = new Text("没有这个投递状态", "is not a status of deliveries");

    private final WebhookSecrets secrets;
    private final Deliveries deliveries;

    WebhookController(WebhookSecrets secrets, Deliveries deliveries) {
        this.secrets = secrets;
        this.deliveries = deliveries;
    }

    record Secret(String secret) {

        @Override
        public String toString() {
            return "Secret";
        }
    }

    @Operation(summary = "The secret that your callbacks are signed with, as Standard Webhooks has it")
    @GetMapping("/secret")
    ApiResponse<Secret> secret(Caller caller) {
        return ApiResponse.found(new Secret(secrets.of(caller.userId()).get(0).value()));
    }

    /** @param previousValidUntil until then callbacks are signed with the former secret, too */
    record Rotated(String secret, @Nullable Instant previousValidUntil) {

        @Override
        public String toString() {
            return "Rotated[previousValidUntil=" + previousValidUntil + "]";
        }
    }

    @Operation(
            summary = "Make a new secret",
            description = "For a day callbacks carry signatures with both the former secret and the new one.")
    @PostMapping("/secret/rotate")
    ApiResponse<Rotated> rotate(Caller caller) {
        List<WebhookSecrets.Secret> valid = secrets.rotate(caller.userId());
        return ApiResponse.ok(new Rotated(valid.get(0).value(), valid.get(1).validUntil()));
    }

    @Operation(summary = "Callbacks and the tries at them, newest first")
    @GetMapping("/deliveries")
    ApiResponse<Page<DeliveryView>> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String userId,
            @RequestParam(required = false) @Nullable String taskId,
            @RequestParam(required = false) @Nullable String status,
            @Valid PageRequest page) {
        String owner = Objects.requireNonNullElse(userId, caller.userId());
        caller.mustActFor(owner);
        Deliveries.Filter filter = new Deliveries.Filter(owner, taskId, status(status));
        List<DeliveryView> items = deliveries.list(filter, page.pageSize(), page.offset()).stream()
                .map(DeliveryView::of)
                .toList();
        return ApiResponse.found(new Page<>(items, Pagination.of(page, deliveries.count(filter))));
    }

    @Operation(summary = "Send a callback once more, with the same id")
    @PostMapping("/deliveries/{deliveryId}/redeliver")
    ApiResponse<DeliveryView> redeliver(@PathVariable String deliveryId, Caller caller) {
        mustBeOf(caller, deliveryId);
        deliveries.redeliver(deliveryId);
        return ApiResponse.ok(DeliveryView.of(mustBeOf(caller, deliveryId)));
    }

    /** Another user's callback is refused like one that does not exist. */
    private Deliveries.Row mustBeOf(Caller caller, String deliveryId) {
        return deliveries
                .find(deliveryId)
                .filter(row -> row.userId().equals(caller.userId()) || caller.isAdmin())
                .orElseThrow(() -> ErrorCode.NOT_FOUND.because("%s for %s", deliveryId, caller.userId()));
    }

    private static @Nullable DeliveryStatus status(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(DeliveryStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ErrorCode.BAD_PARAMETER.at("status", NO_STATUS));
    }
}
