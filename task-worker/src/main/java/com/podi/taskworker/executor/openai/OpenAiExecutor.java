package com.podi.taskworker.executor.openai;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.cloud.Addresses;
import com.podi.taskworker.executor.cloud.Chat;
import com.podi.taskworker.executor.cloud.Dialect;
import com.podi.taskworker.executor.cloud.ImagesAnswer;
import com.podi.taskworker.executor.cloud.Inputs;
import com.podi.taskworker.executor.cloud.Payload;
import com.podi.taskworker.executor.cloud.Pictures;
import com.podi.taskworker.executor.cloud.ProviderWork;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs abilities at OpenAI; which of its endpoints, the ability says. */
@Component
final class OpenAiExecutor implements Executor {

    private static final String PROVIDER = "openai";
    private static final String CHAT = "/chat/completions";
    private static final String EDITS = "/images/edits";
    private static final String MASK = "mask";

    private final ProviderWork work;
    private final JsonMapper json;
    private final Dialect dialect = new OpenAiDialect();

    OpenAiExecutor(ProviderWork work, JsonMapper json) {
        this.work = work;
        this.json = json;
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException {
        URI address = Addresses.of(execution);
        String model = Addresses.model(execution);
        boolean chats = address.getPath().endsWith(CHAT);
        Payload payload = chats
                ? Chat.question(json, execution)
                : address.getPath().endsWith(EDITS) ? edit(execution, model) : generation(execution, model);
        return work.inOneCall(execution, PROVIDER, dialect, with -> {
            var answer = with.post(address, payload, work.wholePatience(execution));
            return chats ? Chat.answer(answer) : ImagesAnswer.of(execution, answer, model);
        });
    }

    private static Payload edit(Execution execution, String model) throws ExecutionFailedException {
        if (execution.pictures().isEmpty()) {
            throw ExecutionFailedException.ofCaller(ErrorCode.IMAGE_REQUIRED, "nothing to edit");
        }
        Map<String, String> fields = new LinkedHashMap<>(Map.of("model", model));
        fields.putAll(Inputs.asTexts(execution));
        List<Map.Entry<String, Picture>> files = execution.pictures().stream()
                .map(picture -> Map.entry(picture.name().equals(MASK) ? MASK : "image[]", picture))
                .toList();
        return Payload.multipart(fields, files);
    }

    private Payload generation(Execution execution, String model) {
        ObjectNode body = json.createObjectNode().put("model", model);
        Inputs.of(execution).forEach(body::set);
        return Payload.json(body, new Pictures());
    }
}
