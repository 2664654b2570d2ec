package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Usage;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question and its answer by the protocol of chat completions, which several providers speak. The inputs {@code prompt}
 * and {@code system} become messages, pictures go along with the question, and all other inputs are parameters.
 */
public final class Chat {

    private static final String PROMPT = "prompt";
    private static final String SYSTEM = "system";

    private Chat() {}

    public static Payload question(JsonMapper json, Execution execution) throws ExecutionFailedException {
        Map<String, JsonNode> inputs = Inputs.of(execution);
        Pictures pictures = new Pictures();
        ObjectNode body = json.createObjectNode().put("model", Addresses.model(execution));
        ArrayNode messages = body.putArray("messages");
        if (inputs.containsKey(SYSTEM)) {
            messages.addObject().put("role", SYSTEM).set("content", inputs.get(SYSTEM));
        }
        ObjectNode user = messages.addObject().put("role", "user");
        String prompt = inputs.containsKey(PROMPT) ? inputs.get(PROMPT).asString() : "";
        if (execution.pictures().isEmpty()) {
            user.put("content", prompt);
        } else {
            ArrayNode content = user.putArray("content");
            content.addObject().put("type", "text").put("text", prompt);
            for (Picture picture : execution.pictures()) {
                content.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", pictures.dataUri(picture));
            }
        }
        inputs.forEach((name, value) -> {
            if (!name.equals(PROMPT) && !name.equals(SYSTEM)) {
                body.set(name, value);
            }
        });
        return Payload.json(body, pictures);
    }

    public static ExecutionResult answer(JsonNode answer) throws ProviderFailure {
        JsonNode choice = answer.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (choice.path("finish_reason").asString("").equals("content_filter")
                || !message.path("refusal").asString("").isEmpty()) {
            throw new ProviderFailure(Trouble.CONTENT, "refused to answer");
        }
        String text = message.path("content").asString("");
        if (text.isBlank()) {
            throw new ProviderFailure(Trouble.PROVIDER, "answered nothing");
        }
        return new ExecutionResult(
                List.of(Output.text(text)), Usage.of(answer.path("model").asString("")));
    }
}
