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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was changed in another replica just now is seen: administrators do not read what is kept in memory. */
@RestController
@RequestMapping("/api/admin/abilities")
class AbilityAdminController {

    private final Abilities abilities;
    private final Catalogue catalogue;
    private final AbilityViews views;
    private final ObjectProvider<SystemStatistics> statistics;
    private final JsonMapper json;

    AbilityAdminController(
            Abilities abilities,
            Catalogue catalogue,
            AbilityViews views,
            ObjectProvider<SystemStatistics> statistics,
            JsonMapper json) {
        this.abilities = abilities;
        this.catalogue = catalogue;
        this.views = views;
        this.statistics = statistics;
        this.json = json;
    }

    @Operation(summary = "Abilities, also inactive ones, beside the statistics of the platform")
    @GetMapping
    ApiResponse<JsonNode> list(
            @Valid AbilityFilter filter, @Valid AbilityStatusFilter status, @Valid PageRequest page) {
        catalogue.refresh();
        List<Offer> wanted = catalogue.offers().stream()
                .filter(offer -> filter.wants(offer.ability()) && status.wants(offer.ability()))
                .toList();
        Page<Offer> some = Page.of(wanted, page);
        ObjectNode answer = json.valueToTree(new Page<>(views.of(some.items(), true), some.pagination()));
        statistics.ifAvailable(present ->
                present.figures().properties().forEach(figure -> answer.set(figure.getKey(), figure.getValue())));
        return ApiResponse.found(answer);
    }

    @Operation(summary = "One ability, with what it runs on")
    @GetMapping("/{id}")
    ApiResponse<AbilityView> get(@PathVariable String id) {
        return ApiResponse.found(view(id));
    }

    @Operation(summary = "Add an ability")
    @PostMapping
    ApiResponse<AbilityView> create(@Valid @RequestBody AbilityRequest wanted, Caller caller) {
        return ApiResponse.created(
                view(abilities.create(wanted, caller.userId()).id()));
    }

    @Operation(summary = "Make an ability anew; what is absent gets its default")
    @PutMapping("/{id}")
    ApiResponse<AbilityView> replace(
            @PathVariable String id, @Valid @RequestBody AbilityRequest wanted, Caller caller) {
        return ApiResponse.updated(
                view(abilities.replace(id, wanted, caller.userId()).id()));
    }

    @Operation(summary = "Remove an ability; its calls stay in the logs")
    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> remove(@PathVariable String id, Caller caller) {
        abilities.remove(id, caller.userId());
        return ApiResponse.ok(null);
    }

    private AbilityView view(String id) {
        catalogue.refresh();
        return views.of(catalogue.get(id), true);
    }
}
