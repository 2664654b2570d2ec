package com.podi.taskworker.executor.http;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.taskworker.executor.cloud.CloudContract;
import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.util.List;
import java.util.Map;
import java.util.Set;

public abstract class HttpContract extends CloudContract {

    private static final AcmeStub STUB = new AcmeStub();

    static {
        KEYS.put("http", "key_http", "http-key-0123456789:http-secret-0123456789");
    }

    @Override
    protected Call call(Mood mood, int attempts) {
        return call(
                "http",
                "edit",
                STUB.url(),
                new Upstream("http://acme.example", "acme-1", null),
                Map.of("prompt", Moods.of(mood)),
                AcmeStub.CONFIG,
                attempts,
                List.of("key_http"));
    }

    @Override
    protected ProviderStub stub() {
        return STUB;
    }

    @Override
    protected String called() {
        return "/v2/draw";
    }

    @Override
    protected Set<String> refused() {
        return AcmeStub.REFUSED;
    }
}
