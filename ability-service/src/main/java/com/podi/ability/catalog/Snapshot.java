package com.podi.ability.catalog;

import com.podi.ability.executor.Executor;
import com.podi.ability.form.InputForm;
import com.podi.ability.workflow.Workflow;
import com.podi.ability.workflow.WorkflowBinding;
import com.podi.contracts.ability.AbilityView.Field;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that abilities are and run on, as it was at one moment. */
final class Snapshot {

    static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of());

    private final Map<String, Offer> offers;
    private final Map<String, Executor> executors;

    private Snapshot(Map<String, Offer> offers, Map<String, Executor> executors) {
        this.offers = offers;
        this.executors = executors;
    }

    /**
     * @param bindings those that are on, the preferred one first
     * @param forms makes a form, or hands out one that is there already
     */
    static Snapshot of(
            List<Ability> abilities,
            List<Executor> executors,
            List<Workflow> workflows,
            List<WorkflowBinding> bindings,
            Function<List<Field>, InputForm> forms) {
        Map<String, Executor> executorsById = byId(executors, Executor::id);
        Offers offers = new Offers(executorsById, byId(workflows, Workflow::id), bindings, forms);
        Map<String, Offer> byAbility = new LinkedHashMap<>();
        abilities.forEach(ability -> byAbility.put(ability.id(), offers.of(ability)));
        return new Snapshot(byAbility, executorsById);
    }

    private static <T> Map<String, T> byId(List<T> records, Function<T, String> id) {
        return records.stream().collect(Collectors.toUnmodifiableMap(id, Function.identity()));
    }

    private record Offers(
            Map<String, Executor> executors,
            Map<String, Workflow> workflows,
            List<WorkflowBinding> bindings,
            Function<List<Field>, InputForm> forms) {

        Offer of(Ability ability) {
            Workflow own = ability.workflowId() == null || !ability.runsWorkflow()
                    ? null
                    : workflows.get(ability.workflowId());
            List<Way> ways = ability.isBuiltIn() ? List.of() : ways(ability, own);
            return new Offer(ability, publicForm(ability, own, Offer.usualOf(ability, ways)), own, ways);
        }

        private List<Way> ways(Ability ability, @Nullable Workflow own) {
            boolean needsNoBinding = !ability.runsWorkflow() || own != null;
            return needsNoBinding && !ability.ownExecutorIds().isEmpty()
                    ? ability.ownExecutorIds().stream()
                            .flatMap(id -> way(ability, id, own))
                            .toList()
                    : boundWays(ability, own);
        }

        /** By priority; where that is the same, in the order in which the ability names its executors. */
        private List<Way> boundWays(Ability ability, @Nullable Workflow own) {
            List<String> named = ability.ownExecutorIds();
            Set<String> known = new HashSet<>();
            return bindings.stream()
                    .filter(binding -> binding.action().equals(ability.action()))
                    .filter(binding -> own == null || own.id().equals(binding.workflowId()))
                    .sorted(Comparator.comparingInt(WorkflowBinding::priority)
                            .reversed()
                            .thenComparing(binding -> named.indexOf(binding.executorId())))
                    .flatMap(binding -> way(
                            ability,
                            binding.executorId(),
                            ability.runsWorkflow() ? workflows.get(binding.workflowId()) : null))
                    .filter(way -> known.add(way.executor().id() + " " + way.workflowId()))
                    .toList();
        }

        private Stream<Way> way(Ability ability, String executorId, @Nullable Workflow workflow) {
            Executor executor = executors.get(executorId);
            boolean fits = executor != null
                    && executor.type().equals(ability.provider())
                    && (workflow != null || !ability.runsWorkflow());
            return fits ? Stream.of(new Way(executor, workflow, form(ability, workflow))) : Stream.empty();
        }

        private InputForm form(Ability ability, @Nullable Workflow workflow) {
            return forms.apply(workflow == null || !ability.fields().isEmpty() ? ability.fields() : workflow.fields());
        }

        /** Of the first way that is configured, however well its executor is: the form must not change with that. */
        private InputForm publicForm(Ability ability, @Nullable Workflow own, List<Way> ways) {
            Optional<Way> shown =
                    ways.stream().filter(way -> way.isConfigured(ability)).findFirst();
            return own != null || ways.isEmpty()
                    ? form(ability, own)
                    : shown.orElse(ways.get(0)).form();
        }
    }

    Optional<Offer> offer(String abilityId) {
        return Optional.ofNullable(offers.get(abilityId));
    }

    /** In the order of the catalogue. */
    Collection<Offer> offers() {
        return offers.values();
    }

    Optional<Executor> executor(String id) {
        return Optional.ofNullable(executors.get(id));
    }
}
