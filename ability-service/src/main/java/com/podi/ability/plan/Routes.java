package com.podi.ability.plan;

import com.podi.ability.catalog.Ability;
import com.podi.ability.catalog.Catalogue;
import com.podi.ability.catalog.Offer;
import com.podi.ability.catalog.Way;
import com.podi.ability.executor.Executor;
import com.podi.contracts.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a call may run, and who may run it, the preferred one first. One that is full or gone may run it later. */
@Component
class Routes {

    private final Catalogue catalogue;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    Routes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * One for each workflow: first those that somebody who is well would run, by their priority, and then the others.
     *
     * @param wanted the executor that the caller insists on
     */
    List<Route> of(Offer offer, @Nullable String wanted) {
        Ability ability = offer.ability();
        if (wanted == null && ability.isBuiltIn()) {
            return List.of(new Route(null, offer.form(), List.of()));
        }
        List<Way> suitable = wanted == null
                ? offer.usualWays().stream()
                        .filter(way -> way.isConfigured(ability))
                        .toList()
                : offer.waysOf(wanted(ability, wanted));
        if (suitable.isEmpty()) {
            throw ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED.because("%s on %s", ability.id(), wanted);
        }
        return suitable.stream()
                .sorted(Comparator.comparing(way -> !way.isWell()))
                .map(Way::workflowId)
                .distinct()
                .map(workflowId -> Route.of(suitable.stream()
                        .filter(way -> way.workflowId().equals(workflowId))
                        .toList()))
                .toList();
    }

    private Executor wanted(Ability ability, String id) {
        Executor executor = catalogue.executor(id).orElseThrow(() -> ErrorCode.EXECUTOR_NOT_FOUND.because("%s", id));
        List<String> allowed = ability.routing().allowedExecutorIds();
        if (!executor.isActive()
                || !executor.type().equals(ability.provider())
                || !allowed.isEmpty() && !allowed.contains(id)) {
            throw ErrorCode.EXECUTOR_NOT_ALLOWED.because("%s for %s", id, ability.id());
        }
        return executor;
    }

    /** Of those that are well by the policy, and then the others. */
    List<Executor> inOrder(Ability ability, List<Executor> executors) {
        List<Executor> ordered = new ArrayList<>(
                switch (ability.routing().policy()) {
                    case FIXED, LEAST_QUEUE -> executors;
                    case WEIGHT ->
                        byWeight(executors, () -> ThreadLocalRandom.current().nextDouble());
                    case ROUND_ROBIN -> byTurn(ability.id(), executors);
                });
        ordered.sort(Comparator.comparing(executor -> !executor.health().isGood()));
        return ordered;
    }

    /** Each comes first as often as its weight says: Efraimidis and Spirakis, "Weighted random sampling", 2006. */
    static List<Executor> byWeight(List<Executor> executors, DoubleSupplier random) {
        Map<Executor, Double> keys = new IdentityHashMap<>();
        executors.forEach(executor -> keys.put(executor, Math.pow(random.getAsDouble(), 1.0 / executor.weight())));
        return executors.stream()
                .sorted(Comparator.comparing((Executor executor) -> keys.get(executor))
                        .reversed())
                .toList();
    }

    private List<Executor> byTurn(String abilityId, List<Executor> executors) {
        if (executors.isEmpty()) {
            return executors;
        }
        int turn = turns.computeIfAbsent(abilityId, none -> new AtomicInteger()).getAndIncrement();
        List<Executor> rotated = new ArrayList<>(executors);
        Collections.rotate(rotated, -Math.floorMod(turn, executors.size()));
        return rotated;
    }
}
