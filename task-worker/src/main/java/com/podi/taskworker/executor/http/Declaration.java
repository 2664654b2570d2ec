package com.podi.taskworker.executor.http;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.cloud.Trouble;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How one capability is called.
 *
 * @param path below the executor's address
 * @param sendKey where the key goes; without it none is asked for
 * @param as how the body is sent
 * @param body with {@code {{…}}} for what differs from call to call
 * @param idempotent whether the call can be repeated and begins nothing twice, for the sake of a {@code {{taskId}}} in it
 * @param job how work that goes on is asked for; without it the answer is the result
 * @param words where a failure is explained
 */
record Declaration(
        @Nullable String method,
        String path,
        Map<String, String> headers,
        @Nullable KeyPlace sendKey,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES)
        Form as,

        @Nullable JsonNode body,
        @Nullable Boolean idempotent,
        Results result,
        @Nullable Waiting job,
        @Nullable String words,
        List<Meaning> troubles) {

    enum Form {
        JSON,
        FORM,
        MULTIPART
    }

    /** In a header, after a prefix, or in the query. */
    record KeyPlace(
            @Nullable String header,
            @Nullable String prefix,
            @Nullable String query) {}

    /** JSON pointers into the answer, in which {@code *} is any step. */
    record Results(
            @Nullable String images,
            @Nullable String base64,
            @Nullable String videos,
            @Nullable String texts) {}

    /**
     * @param id where the name of the job stands
     * @param path with {@code {{job}}}
     * @param state where it says how it goes on
     * @param unknownStatus the status that means that there is no such job
     */
    record Waiting(
            String id,
            String path,
            String state,
            List<String> done,
            List<String> failed,
            @Nullable String percent,
            @Nullable Integer unknownStatus) {

        private static final int NOT_FOUND = 404;

        Waiting {
            done = done == null ? List.of() : List.copyOf(done);
            failed = failed == null ? List.of() : List.copyOf(failed);
        }

        boolean isEnd(String state) {
            return done.contains(state) || failed.contains(state);
        }

        int unknown() {
            return unknownStatus == null ? NOT_FOUND : unknownStatus;
        }
    }

    /** What one of these texts at this place means. */
    record Meaning(
            String at,
            List<String> is,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES)
            Trouble means) {}

    Declaration {
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        as = as == null ? Form.JSON : as;
        troubles = troubles == null ? List.of() : List.copyOf(troubles);
    }

    static Declaration of(JsonMapper json, JsonNode config, String capability) throws ExecutionFailedException {
        JsonNode declared = config.path("calls").path(capability);
        try {
            Declaration declaration = json.treeToValue(declared, Declaration.class);
            if (declaration != null && declaration.path() != null && declaration.result() != null) {
                return declaration;
            }
        } catch (JacksonException wrong) {
            throw unusable(capability, wrong.getOriginalMessage());
        }
        throw unusable(capability, "path and result are needed");
    }

    private static ExecutionFailedException unusable(String capability, String why) {
        return ExecutionFailedException.ofOurs(
                        ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED,
                        "config.calls.%s: %s".formatted(capability, why),
                        null)
                .forGood();
    }

    String methodOrPost() {
        return method == null ? "POST" : method;
    }
}
