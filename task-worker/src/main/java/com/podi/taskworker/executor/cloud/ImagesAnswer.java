package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Usage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the image endpoints answer that are made after OpenAI's: pictures as links or in Base64. */
public final class ImagesAnswer {

    public static final Set<String> PICTURE_MEMBERS = Set.of("b64_json");

    private ImagesAnswer() {}

    /** @param model what was asked for; an answer may say more precisely what did it */
    public static ExecutionResult of(Execution execution, JsonNode answer, String model) throws ProviderFailure {
        List<Output> outputs = answer.path("data")
                .valueStream()
                .flatMap(picture -> output(execution, picture).stream())
                .limit(execution.maxOutputs())
                .toList();
        if (outputs.isEmpty()) {
            throw new ProviderFailure(Trouble.PROVIDER, "answered no picture");
        }
        return new ExecutionResult(outputs, Usage.of(answer.path("model").asString(model)));
    }

    private static Optional<Output> output(Execution execution, JsonNode picture) {
        if (picture.path("b64_json").isString()) {
            return Optional.of(Output.image(
                    execution.directory().resolve(picture.path("b64_json").stringValue())));
        }
        return picture.path("url").isString()
                ? Optional.of(Output.image(new Output.AtUrl(picture.path("url").stringValue())))
                : Optional.empty();
    }
}
