package com.podi.wallet.ledger;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TransactionController {

    private final TransactionPages pages;

    TransactionController(TransactionPages pages) {
        this.pages = pages;
    }

    @Operation(
            summary = "What moved the points, newest first",
            description = "Of a type or of some days the first 1000000 are counted and can be paged through")
    @GetMapping("/api/wallet/v1/transactions")
    ApiResponse<Page<TransactionView>> transactions(
            Caller caller,
            @RequestParam(required = false) @Nullable String userId,
            @RequestParam(required = false) @Nullable EntryType type,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @Valid PageRequest page) {
        String owner = Objects.requireNonNullElse(userId, caller.userId());
        caller.mustActFor(owner);
        return ApiResponse.found(pages.page(new TransactionFilter(owner, type, from, to), page));
    }
}
