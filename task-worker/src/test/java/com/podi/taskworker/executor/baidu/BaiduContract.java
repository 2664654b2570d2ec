package com.podi.taskworker.executor.baidu;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.cloud.CloudContract;
import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

public abstract class BaiduContract extends CloudContract {

    private static final BaiduStub STUB = new BaiduStub();

    static {
        KEYS.put("baidu", "key_baidu", "baidu-key-0123456789:baidu-secret-0123456789");
    }

    @Override
    protected Call call(Mood mood, int attempts) {
        return call(
                "baidu",
                "edit",
                STUB.url(),
                new Upstream("https://aip.baidubce.com/rest/2.0/image-process/v1/colourize", null, null),
                Map.of("prompt", Moods.of(mood)),
                "{}",
                attempts,
                List.of("key_baidu"));
    }

    /** It answers one picture at most. */
    @Override
    protected @Nullable Call three() {
        return null;
    }

    @Override
    protected ProviderStub stub() {
        return STUB;
    }

    @Override
    protected String called() {
        return "/colourize";
    }

    @Override
    protected Set<String> refused() {
        return BaiduStub.REFUSED;
    }

    @Override
    protected Failing callersFault() {
        return new Failing(call(Mood.FORBIDDEN, 3), ErrorCode.IMAGE_FORMAT, 1);
    }
}
