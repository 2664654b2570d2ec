package com.podi.ability.plan;

import com.podi.ability.catalog.Ability;
import com.podi.ability.catalog.Catalogue;
import com.podi.ability.catalog.Offer;
import com.podi.ability.catalog.Rates;
import com.podi.ability.executor.Executor;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.PlanRequest;
import com.podi.contracts.ability.Price;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Decides how a call is carried out; nothing is asked of the database, and nothing is stored. */
@Service
class PlanService {

    private static final Text ONE_IMAGE_ONLY = new Text("该能力只接受一张图片", "This ability takes one picture only");

    private final Catalogue catalogue;
    private final Routes routes;
    private final Rates rates;

    PlanService(Catalogue catalogue, Routes routes, Rates rates) {
        this.catalogue = catalogue;
        this.routes = routes;
        this.rates = rates;
    }

    Plan plan(String abilityId, PlanRequest request) {
        Offer offer = catalogue.callable(abilityId);
        Ability ability = offer.ability();
        Route route = route(offer, request);
        if (lacksPicture(offer, route, request)) {
            throw ErrorCode.IMAGE_REQUIRED.because("%s", abilityId);
        }
        if (!ability.supportsMultipleImages()
                && request.imageCount() > Math.max(1, route.form().singlePictures())) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at("images", ONE_IMAGE_ONLY);
        }
        JsonNode inputs = route.form().complete(request.inputs());
        int pictures = Math.max(request.imageCount(), route.form().pictures(inputs));
        Price price = price(ability, Units.ordered(ability, inputs, pictures));
        List<Plan.Candidate> candidates = routes.inOrder(ability, route.executors()).stream()
                .map(PlanService::candidate)
                .toList();
        return new Plan(
                ability.id(),
                ability.version(),
                ability.provider(),
                ability.action(),
                ability.capabilityKey(),
                inputs,
                candidates,
                price,
                ability.limits(),
                candidates.isEmpty() ? null : ability.routing().policy().wireName(),
                route.workflow() == null ? null : route.workflow().inPlan(),
                ability.upstream());
    }

    /**
     * The first one whose form takes the call. What the form takes that clients are shown is therefore never refused
     * because another executor happens to be well; and what nobody takes is told by that form.
     */
    private Route route(Offer offer, PlanRequest request) {
        List<Route> all = routes.of(offer, request.executorId());
        if (all.size() == 1) {
            return all.get(0);
        }
        return all.stream()
                .filter(route ->
                        !lacksPicture(offer, route, request) && route.form().takes(request.inputs()))
                .findFirst()
                .orElseGet(() -> all.stream()
                        .filter(route -> route.form() == offer.form())
                        .findFirst()
                        .orElse(all.get(0)));
    }

    private static boolean lacksPicture(Offer offer, Route route, PlanRequest request) {
        return offer.requiresPicture(route.form())
                && request.imageCount() == 0
                && !route.form().hasPicture(request.inputs());
    }

    private static Plan.Candidate candidate(Executor executor) {
        return new Plan.Candidate(
                executor.id(),
                executor.name(),
                executor.type(),
                executor.baseUrl(),
                executor.weight(),
                executor.maxConcurrency(),
                executor.tags(),
                executor.health().isGood(),
                executor.apiKeyIds(),
                executor.config());
    }

    private Price price(Ability ability, int units) {
        Ability.Tariff tariff = ability.tariff();
        BigDecimal amount = tariff.unitPrice().multiply(BigDecimal.valueOf(units));
        return new Price(
                tariff.currency(),
                tariff.unit(),
                tariff.list(),
                tariff.discount(),
                units,
                amount,
                rates.points(amount, tariff.currency()));
    }
}
