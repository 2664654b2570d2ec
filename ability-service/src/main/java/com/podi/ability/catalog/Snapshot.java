package com.podi.ability.catalog;

import com.podi.ability.executor.Executor;
import com.podi.ability.form.InputForm;
import com.podi.ability.workflow.Workflow;
import com.podi.ability.workflow.WorkflowBinding;
import com.podi.contracts.ability.AbilityView.Field;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** @param forms makes a form, or hands out one that is there already */
    static Snapshot of(
            List<Ability> abilities,
            List<Executor> executors,
            List<Workflow> workflows,
            List<WorkflowBinding> bindings,
            Function<List<Field>, InputForm> forms) {
        Map<String, Executor> executorsById = byId(executors, Executor::id);
        Map<String, Workflow> workflowsById = byId(workflows, Workflow::id);
        List<WorkflowBinding> whole = bindings.stream()
                .filter(binding -> executorsById.containsKey(binding.executorId())
                        && workflowsById.containsKey(binding.workflowId()))
                .toList();
        Map<String, Offer> offers = new LinkedHashMap<>();
        for (Ability ability : abilities) {
            List<WorkflowBinding> own = whole.stream()
                    .filter(binding -> binding.action().equals(ability.action()))
                    .toList();
            Workflow workflow = ability.runsWorkflow() ? workflow(ability, own, workflowsById, executorsById) : null;
            List<Field> fields = workflow == null || !ability.fields().isEmpty() ? ability.fields() : workflow.fields();
            offers.put(
                    ability.id(),
                    new Offer(
                            ability, forms.apply(fields), workflow, executors(ability, own, workflow, executorsById)));
        }
        return new Snapshot(offers, executorsById);
    }

    private static <T> Map<String, T> byId(List<T> records, Function<T, String> id) {
        return records.stream().collect(Collectors.toUnmodifiableMap(id, Function.identity()));
    }

    /** The ability's own, or that of the preferred binding, if possible of one whose executor could run it. */
    private static @Nullable Workflow workflow(
            Ability ability,
            List<WorkflowBinding> bindings,
            Map<String, Workflow> workflows,
            Map<String, Executor> executors) {
        if (ability.workflowId() != null) {
            return workflows.get(ability.workflowId());
        }
        List<String> named = named(ability);
        List<WorkflowBinding> suitable = bindings.stream()
                .filter(binding -> named.isEmpty() || named.contains(binding.executorId()))
                .toList();
        return suitable.stream()
                .filter(binding -> executors.get(binding.executorId()).isActive())
                .findFirst()
                .or(() -> suitable.stream().findFirst())
                .map(binding -> workflows.get(binding.workflowId()))
                .orElse(null);
    }

    private static List<Executor> executors(
            Ability ability,
            List<WorkflowBinding> bindings,
            @Nullable Workflow workflow,
            Map<String, Executor> executors) {
        if (ability.isBuiltIn()) {
            return List.of();
        }
        List<String> named = named(ability);
        List<String> ids = !named.isEmpty()
                ? named
                : bindings.stream()
                        .filter(binding ->
                                workflow == null || binding.workflowId().equals(workflow.id()))
                        .map(WorkflowBinding::executorId)
                        .distinct()
                        .toList();
        return ids.stream()
                .map(executors::get)
                .filter(Objects::nonNull)
                .filter(executor -> executor.type().equals(ability.provider()))
                .toList();
    }

    /** The executors that an ability names itself. */
    private static List<String> named(Ability ability) {
        return ability.executorId() == null ? ability.routing().allowedExecutorIds() : List.of(ability.executorId());
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
