package com.podi.taskworker.executor.openai;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.taskworker.executor.cloud.CloudContract;
import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.util.List;
import java.util.Map;
import java.util.Set;

public abstract class OpenAiContract extends CloudContract {

    private static final OpenAiStub STUB = new OpenAiStub();

    static {
        KEYS.put("openai", "key_openai", "openai-key-0123456789:openai-secret-0123456789");
    }

    @Override
    protected Call call(Mood mood, int attempts) {
        return call(
                "openai",
                "edit",
                STUB.url(),
                new Upstream("https://api.openai.com/v1/images/edits", "gpt-image-1", null),
                Map.of("prompt", Moods.of(mood)),
                "{}",
                attempts,
                List.of("key_openai"));
    }

    @Override
    protected ProviderStub stub() {
        return STUB;
    }

    @Override
    protected String called() {
        return "/images/edits";
    }

    @Override
    protected Set<String> refused() {
        return OpenAiStub.REFUSED;
    }
}
