package com.podi.ability.catalog;

import com.podi.contracts.ability.AbilityView;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Shows abilities, to everybody or to administrators. */
@Component
class AbilityViews {

    private final Rates rates;
    private final ObjectProvider<AbilityFigures> figures;

    AbilityViews(Rates rates, ObjectProvider<AbilityFigures> figures) {
        this.rates = rates;
        this.figures = figures;
    }

    List<AbilityView> of(List<Offer> offers, boolean forAdmin) {
        return offers.stream().map(offer -> of(offer, forAdmin)).toList();
    }

    AbilityView of(Offer offer, boolean forAdmin) {
        Ability ability = offer.ability();
        AbilityFigures present = figures.getIfAvailable();
        Optional<AbilityFigures.Figures> lately = present == null ? Optional.empty() : present.of(ability.id());
        return new AbilityView(
                ability.id(),
                ability.provider(),
                ability.category(),
                ability.capabilityKey(),
                ability.action(),
                ability.version(),
                ability.version(),
                ability.displayName(),
                ability.description(),
                ability.status(),
                ability.abilityType(),
                forAdmin ? ability.workflowId() : null,
                forAdmin ? ability.executorId() : null,
                offer.form().defaults(),
                new AbilityView.InputSchema(offer.form().fields()),
                offer.form().jsonSchema(),
                metadata(ability, forAdmin),
                offer.requiresPicture(),
                ability.supportsMultipleImages(),
                ability.maxOutputImages(),
                offer.healthCheckedAt(),
                offer.healthStatus(),
                lately.map(AbilityFigures.Figures::successRate).orElse(null),
                lately.map(AbilityFigures.Figures::avgDurationMs).orElse(null));
    }

    private AbilityView.Metadata metadata(Ability ability, boolean forAdmin) {
        return new AbilityView.Metadata(
                ability.tariff().isOwn() ? pricing(ability.tariff()) : null,
                forAdmin ? ability.routing().allowedExecutorIds() : null,
                forAdmin ? ability.routing().policy().wireName() : null,
                forAdmin ? ability.routing().tags() : null,
                ability.maxConcurrency(),
                ability.timeoutSeconds(),
                ability.attempts(),
                forAdmin ? ability.upstream() : null);
    }

    private AbilityView.Pricing pricing(Ability.Tariff tariff) {
        return new AbilityView.Pricing(
                tariff.currency(),
                tariff.unit(),
                tariff.list(),
                tariff.discount(),
                rates.points(tariff.unitPrice(), tariff.currency()),
                tariff.unitsFrom());
    }
}
