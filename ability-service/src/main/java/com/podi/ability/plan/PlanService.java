package com.podi.ability.plan;

import com.podi.ability.catalog.Ability;
import com.podi.ability.catalog.AbilityCatalog;
import com.podi.ability.catalog.Points;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.PlanRequest;
import com.podi.contracts.ability.Price;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Decides how a call is carried out; nothing is stored. */
@Service
class PlanService {

    private static final String BUILT_IN = "podi";
    private static final Text ONE_IMAGE_ONLY = new Text("该能力只接受一张图片", "This ability takes one picture only");

    private final AbilityCatalog catalog;
    private final JsonMapper json;

    PlanService(AbilityCatalog catalog, JsonMapper json) {
        this.catalog = catalog;
        this.json = json;
    }

    Plan plan(String abilityId, PlanRequest request) {
        Ability ability = catalog.callable(abilityId);
        if (ability.requiresImage() && request.imageCount() == 0) {
            throw ErrorCode.IMAGE_REQUIRED.because("%s", abilityId);
        }
        if (request.imageCount() > 1 && !ability.supportsMultipleImages()) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at("images", ONE_IMAGE_ONLY);
        }
        // The built-in tools run in the task-worker itself; anything else needs an executor to run on.
        if (!ability.provider().equals(BUILT_IN)) {
            throw ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED.because("%s", abilityId);
        }
        if (request.executorId() != null) {
            throw ErrorCode.EXECUTOR_NOT_FOUND.because("%s", request.executorId());
        }
        return new Plan(
                ability.id(),
                ability.version(),
                ability.provider(),
                ability.action(),
                ability.capabilityKey(),
                new InputCheck(json, ability.fields()).complete(request.inputs()),
                List.of(),
                price(ability, Math.max(1, request.imageCount())),
                ability.limits());
    }

    private static Price price(Ability ability, int units) {
        BigDecimal amount = ability.unitPrice().multiply(BigDecimal.valueOf(units));
        return new Price(
                ability.currency(),
                ability.unit(),
                ability.listPrice(),
                ability.discountPrice(),
                units,
                amount,
                Points.of(amount));
    }
}
