package com.podi.ability.catalog;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AbilityController {

    private final AbilityCatalog catalog;

    AbilityController(AbilityCatalog catalog) {
        this.catalog = catalog;
    }

    @Operation(summary = "Active abilities")
    @GetMapping("/api/abilities")
    ApiResponse<Page<AbilityView>> list(@Valid AbilityFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(catalog.active(filter, page));
    }

    @Operation(summary = "One ability")
    @GetMapping("/api/abilities/{id}")
    ApiResponse<AbilityView> get(@PathVariable String id) {
        return ApiResponse.found(catalog.get(id).view());
    }

    @GetMapping("/internal/abilities")
    ApiResponse<List<AbilityView>> active() {
        return ApiResponse.found(catalog.active().stream().map(Ability::view).toList());
    }
}
