package com.podi.taskworker.executor.volcengine;

import com.podi.contracts.ability.Plan;
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
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs abilities at Volcengine Ark; which of its endpoints, the ability says. */
@Component
final class VolcengineExecutor implements Executor {

    private static final String PROVIDER = "volcengine";
    private static final String CHAT = "/chat/completions";
    private static final String TASKS = "/api/v3/contents/generations/tasks";

    private final ProviderWork work;
    private final JsonMapper json;
    private final Dialect dialect = new ArkDialect();

    VolcengineExecutor(ProviderWork work, JsonMapper json) {
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
        if (address.getPath().endsWith(TASKS)) {
            return work.asJob(execution, PROVIDER, dialect, new VideoTask(json, execution, address, work.handover()));
        }
        boolean chats = address.getPath().endsWith(CHAT);
        String model = Addresses.model(execution);
        Payload payload = chats ? Chat.question(json, execution) : pictures(execution, model);
        return work.inOneCall(execution, PROVIDER, dialect, with -> {
            var answer = with.post(address, payload, work.wholePatience(execution));
            return chats ? Chat.answer(answer) : ImagesAnswer.of(execution, answer, model);
        });
    }

    /** One picture stands alone, several in an array. */
    private Payload pictures(Execution execution, String model) {
        Pictures pictures = new Pictures();
        ObjectNode body = json.createObjectNode().put("model", model);
        Inputs.of(execution).forEach(body::set);
        List<Picture> given = execution.pictures();
        if (given.size() == 1) {
            body.put("image", pictures.dataUri(given.get(0)));
        } else if (!given.isEmpty()) {
            ArrayNode images = body.putArray("image");
            given.forEach(picture -> images.add(pictures.dataUri(picture)));
        }
        body.put("response_format", "url");
        return Payload.json(body, pictures);
    }

    /** Only videos are work that goes on; one that has begun ends by itself, and the provider says so. */
    @Override
    public void abandon(Plan.Candidate candidate, String handle) throws Exception {
        URI tasks = Addresses.at(String.valueOf(candidate.baseUrl()), TASKS);
        work.abandon(handle, PROVIDER, dialect, (with, job) -> with.delete(VideoTask.of(tasks, job), work.goodbye()));
    }
}
