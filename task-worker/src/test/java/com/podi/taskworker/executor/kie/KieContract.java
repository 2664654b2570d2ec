package com.podi.taskworker.executor.kie;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.taskworker.executor.cloud.CloudContract;
import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.util.List;
import java.util.Map;
import java.util.Set;

public abstract class KieContract extends CloudContract {

    private static final KieStub STUB = new KieStub();

    static {
        KEYS.put("kie", "key_kie", "kie-key-0123456789:kie-secret-0123456789");
    }

    @Override
    protected Call call(Mood mood, int attempts) {
        return call(
                "kie",
                "edit",
                STUB.url(),
                new Upstream("https://api.kie.ai/api/v1/jobs/createTask", "nano-banana-2-lite", null),
                Map.of("prompt", Moods.of(mood)),
                "{\"uploadUrl\":\"%s\"}".formatted(STUB.url()),
                attempts,
                List.of("key_kie"));
    }

    @Override
    protected ProviderStub stub() {
        return STUB;
    }

    @Override
    protected String called() {
        return "/createTask";
    }

    @Override
    protected Set<String> refused() {
        return KieStub.REFUSED;
    }

    @Override
    protected void release() {
        KieStub.finish();
    }

    @Override
    protected int atWork() {
        return KieStub.atWork();
    }

    @Override
    protected boolean findsItsWorkAgain() {
        return true;
    }

    @Override
    protected boolean tellsHowFarItIs() {
        return true;
    }
}
