package com.podi.ability.catalog;

import com.podi.ability.executor.Executor;
import com.podi.ability.form.InputForm;
import com.podi.ability.workflow.Workflow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An ability with all that it runs on at the moment.
 *
 * @param form that clients are shown; it does not change with the health of executors
 * @param workflow the one that the ability names itself, whoever runs it
 * @param ways by which executors of its provider may run it, the preferred one first, whether or not they are active; of
 *     one that neither names a workflow nor needs one, those of its own executors
 */
public record Offer(
        Ability ability, InputForm form, @Nullable Workflow workflow, List<Way> ways) {

    public boolean requiresPicture() {
        return requiresPicture(form);
    }

    /** Whether a call by this form needs one. */
    public boolean requiresPicture(InputForm form) {
        return ability.requiresImage() || form.requiresPicture();
    }

    /** Those that a call goes by which insists on no executor. */
    public List<Way> usualWays() {
        return usualOf(ability, ways);
    }

    static List<Way> usualOf(Ability ability, List<Way> ways) {
        List<String> own = ability.ownExecutorIds();
        return own.isEmpty()
                ? ways
                : ways.stream().filter(way -> own.contains(way.executor().id())).toList();
    }

    /** How this executor would run it; nothing if it has no workflow for it. */
    public List<Way> waysOf(Executor executor) {
        List<Way> known = ways.stream()
                .filter(way -> way.executor().id().equals(executor.id()))
                .toList();
        boolean needsNoBinding = !ability.runsWorkflow() || workflow != null;
        return known.isEmpty() && needsNoBinding ? List.of(new Way(executor, workflow, form)) : known;
    }

    boolean mayRun(String workflowId) {
        return workflow != null && workflow.id().equals(workflowId)
                || ways.stream().anyMatch(way -> way.workflowId().equals(workflowId));
    }

    /** Good if any of its executors is; unknown if it needs none, or none was asked yet. */
    @Nullable
    String healthStatus() {
        List<String> known = usualWays().stream()
                .map(way -> way.executor().health().status())
                .filter(Objects::nonNull)
                .toList();
        if (known.isEmpty()) {
            return null;
        }
        return known.contains("healthy") ? "healthy" : "unhealthy";
    }

    @Nullable
    Instant healthCheckedAt() {
        Optional<Instant> latest = usualWays().stream()
                .map(way -> way.executor().health().checkedAt())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
        return latest.orElse(null);
    }
}
