package com.podi.taskworker.executor.baidu;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Usage;
import com.podi.taskworker.executor.cloud.Addresses;
import com.podi.taskworker.executor.cloud.Conversation;
import com.podi.taskworker.executor.cloud.Dialect;
import com.podi.taskworker.executor.cloud.Inputs;
import com.podi.taskworker.executor.cloud.Payload;
import com.podi.taskworker.executor.cloud.Pictures;
import com.podi.taskworker.executor.cloud.ProviderFailure;
import com.podi.taskworker.executor.cloud.ProviderWork;
import com.podi.taskworker.executor.cloud.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Has Baidu make one picture out of another. */
@Component
final class BaiduExecutor implements Executor {

    private static final String PROVIDER = "baidu";

    private final ProviderWork work;
    private final BaiduTokens tokens;
    private final Dialect dialect = new BaiduDialect();

    BaiduExecutor(ProviderWork work, BaiduTokens tokens) {
        this.work = work;
        this.tokens = tokens;
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public ExecutionResult run(Execution execution) throws ExecutionFailedException, InterruptedException {
        if (execution.pictures().isEmpty()) {
            throw ExecutionFailedException.ofCaller(ErrorCode.IMAGE_REQUIRED, "nothing to work on");
        }
        URI address = Addresses.of(execution);
        String base = Addresses.base(execution);
        Pictures pictures = new Pictures();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("image", pictures.base64(execution.pictures().get(0)));
        fields.putAll(Inputs.asTexts(execution));
        Payload payload = Payload.form(fields, pictures);
        return work.inOneCall(
                execution,
                PROVIDER,
                dialect,
                with -> result(execution, answer(with, base, address, payload, work.wholePatience(execution))));
    }

    /** A token that is no longer valid is exchanged once. */
    private JsonNode answer(Conversation with, String base, URI address, Payload payload, Duration patience)
            throws ProviderFailure, InterruptedException {
        try {
            return with.post(signed(address, tokens.token(with, base, work.handover())), payload, patience);
        } catch (ProviderFailure failure) {
            if (failure.trouble() != Trouble.TOKEN) {
                throw failure;
            }
        }
        try {
            return with.post(signed(address, tokens.anew(with, base, work.handover())), payload, patience);
        } catch (ProviderFailure failure) {
            throw failure.trouble() == Trouble.TOKEN
                    ? new ProviderFailure(Trouble.KEY, "a new token is no better", null, failure)
                    : failure;
        }
    }

    private static URI signed(URI address, String token) {
        return URI.create(address + "?access_token=" + Addresses.escaped(token));
    }

    private static ExecutionResult result(Execution execution, JsonNode answer) throws ProviderFailure {
        if (!answer.path("image").isString()) {
            throw new ProviderFailure(Trouble.PROVIDER, "answered no picture");
        }
        Output picture =
                Output.image(execution.directory().resolve(answer.path("image").stringValue()));
        return new ExecutionResult(List.of(picture), Usage.UNKNOWN);
    }
}
