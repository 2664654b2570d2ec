package com.podi.taskworker.executor.baidu;

import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Baidu's image-process family and its token endpoint, by its public documentation. */
public final class BaiduStub extends ProviderStub {

    public static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    private static final Moods MOODS = new Moods();
    private static final AtomicInteger TOKENS = new AtomicInteger();
    private static final Set<String> VALID = ConcurrentHashMap.newKeySet();

    public BaiduStub() {
        super(BaiduStub::answer);
    }

    /** All tokens that were given end before their time. */
    public static void expireTokens() {
        VALID.clear();
    }

    public static Reply error(int code, String message) {
        return Reply.json(
                200, JSON.writeValueAsString(Map.of("error_code", code, "error_msg", message, "log_id", 123456789)));
    }

    private static Reply answer(Asked asked) {
        if (asked.path().equals("/oauth/2.0/token")) {
            return token(asked.parameters());
        }
        if (!asked.path().startsWith("/rest/2.0/image-process/v1/")) {
            return error(3, "Unsupported openapi method");
        }
        if (!REFUSED.isEmpty() || !VALID.contains(asked.parameters().getOrDefault("access_token", ""))) {
            return error(110, "Access token invalid or no longer valid");
        }
        if (asked.form().getOrDefault("image", "").isEmpty()) {
            return error(216200, "empty image");
        }
        Reply reply =
                switch (MOODS.of(asked)) {
                    case FORBIDDEN -> error(216201, "image format error");
                    case FAILING -> error(282000, "logic internal error");
                    default -> picture(asked);
                };
        return MOODS.of(asked) == Moods.Mood.SLOW ? reply.slowly() : reply;
    }

    private static Reply picture(Asked asked) {
        byte[] bytes = MOODS.pictures(asked).findFirst().orElseThrow();
        return Reply.json(200, JSON.writeValueAsString(Map.of("log_id", 123456789, "image", Moods.base64(bytes))));
    }

    private static Reply token(Map<String, String> asked) {
        String secret = asked.getOrDefault("client_secret", "");
        if (!asked.getOrDefault("grant_type", "").equals("client_credentials")) {
            return Reply.json(400, "{\"error\":\"unsupported_grant_type\",\"error_description\":\"no\"}");
        }
        if (secret.isEmpty() || REFUSED.contains(secret)) {
            return Reply.json(
                    401,
                    "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed for %s\"}"
                            .formatted(asked.get("client_id")));
        }
        String token = "24.token-of-baidu-" + TOKENS.incrementAndGet();
        VALID.add(token);
        return Reply.json(200, """
                {"refresh_token":"25.refresh-of-baidu","expires_in":2592000,"session_key":"session-of-baidu",\
                "access_token":"%s","scope":"public brain_all_scope","session_secret":"secret-of-baidu"}""".formatted(token));
    }
}
