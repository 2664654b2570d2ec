package com.podi.taskworker.executor;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.ability.Plan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One attempt at a task, as an executor sees it.
 *
 * @param attemptId no other attempt, at whichever task, has the same: the task's id, a hyphen and its number
 * @param capability what the provider is asked for, such as {@code upscale}
 * @param inputs checked and complete
 * @param pictures in the order in which the client sent them
 * @param candidate what the work is to be done on; null for what needs nothing
 * @param workflow what a ComfyUI node is given
 * @param upstream what a provider is asked for; null where nobody has said
 * @param maxOutputs how many outputs are expected at most
 * @param deadline when it is stopped if it has not ended
 * @param handle of work that an earlier attempt has begun on this candidate and may still go on there; null where there is
 *     none to be found again
 * @param directory where the executor may write; it is deleted afterwards
 */
public record Execution(
        String attemptId,
        String abilityId,
        String capability,
        JsonNode inputs,
        List<Picture> pictures,
        Plan.@Nullable Candidate candidate,
        Plan.@Nullable Workflow workflow,
        @Nullable Upstream upstream,
        int maxOutputs,
        Instant deadline,
        @Nullable String handle,
        Path directory,
        Reports reports) {

    /** An input picture, fetched. */
    public record Picture(String name, Path file, String contentType) {}

    /** Of what is called by no name of anybody else's. */
    public Execution(
            String attemptId,
            String abilityId,
            String capability,
            JsonNode inputs,
            List<Picture> pictures,
            Plan.@Nullable Candidate candidate,
            Plan.@Nullable Workflow workflow,
            int maxOutputs,
            Instant deadline,
            @Nullable String handle,
            Path directory,
            Reports reports) {
        this(
                attemptId,
                abilityId,
                capability,
                inputs,
                pictures,
                candidate,
                workflow,
                null,
                maxOutputs,
                deadline,
                handle,
                directory,
                reports);
    }

    /** The same in every attempt at the task. */
    public String taskId() {
        return attemptId.substring(0, attemptId.lastIndexOf('-'));
    }

    public Execution {
        pictures = List.copyOf(pictures);
    }
}
