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
        if (offer.requiresPicture()
                && request.imageCount() == 0
                && !offer.form().hasPicture(request.inputs())) {
            throw ErrorCode.IMAGE_REQUIRED.because("%s", abilityId);
        }
        if (request.imageCount() > 1 && !ability.supportsMultipleImages()) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at("images", ONE_IMAGE_ONLY);
        }
        if (ability.runsWorkflow() && offer.workflow() == null) {
            throw ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED.because("%s has no workflow", abilityId);
        }
        List<Plan.Candidate> candidates = routes.of(offer, request.executorId()).stream()
                .map(PlanService::candidate)
                .toList();
        return new Plan(
                ability.id(),
                ability.version(),
                ability.provider(),
                ability.action(),
                ability.capabilityKey(),
                offer.form().complete(request.inputs()),
                candidates,
                price(ability, request.imageCount()),
                ability.limits(),
                candidates.isEmpty() ? null : ability.routing().policy().wireName(),
                offer.workflow() == null ? null : offer.workflow().inPlan());
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
                executor.health().isGood());
    }

    private Price price(Ability ability, int images) {
        Ability.Tariff tariff = ability.tariff();
        int units = tariff.isPerImage() ? Math.max(1, images) : 1;
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
