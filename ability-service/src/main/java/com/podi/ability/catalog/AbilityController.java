package com.podi.ability.catalog;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AbilityController {

    private final Catalogue catalogue;
    private final AbilityViews views;

    AbilityController(Catalogue catalogue, AbilityViews views) {
        this.catalogue = catalogue;
        this.views = views;
    }

    @Operation(summary = "Active abilities")
    @GetMapping("/api/abilities")
    ApiResponse<Page<AbilityView>> list(@Valid AbilityFilter filter, @Valid PageRequest page, @Nullable Caller caller) {
        List<Offer> wanted =
                active().stream().filter(offer -> filter.wants(offer.ability())).toList();
        Page<Offer> some = Page.of(wanted, page);
        return ApiResponse.found(new Page<>(views.of(some.items(), isAdmin(caller)), some.pagination()));
    }

    @Operation(summary = "One ability")
    @GetMapping("/api/abilities/{id}")
    ApiResponse<AbilityView> get(@PathVariable String id, @Nullable Caller caller) {
        return ApiResponse.found(views.of(catalogue.get(id), isAdmin(caller)));
    }

    @GetMapping("/internal/abilities")
    ApiResponse<List<AbilityView>> allActive() {
        return ApiResponse.found(views.of(active(), false));
    }

    private List<Offer> active() {
        return catalogue.offers().stream()
                .filter(offer -> offer.ability().isActive())
                .toList();
    }

    private static boolean isAdmin(@Nullable Caller caller) {
        return caller != null && caller.isAdmin();
    }
}
