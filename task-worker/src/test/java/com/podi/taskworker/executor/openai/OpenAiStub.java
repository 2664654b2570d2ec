package com.podi.taskworker.executor.openai;

import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** OpenAI's image and chat endpoints, by its public reference. */
public final class OpenAiStub extends ProviderStub {

    /** What it thinks of keys: the status and the code of its error. */
    public static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    private static final Moods MOODS = new Moods();

    public OpenAiStub() {
        super(OpenAiStub::answer);
    }

    public static Reply error(int status, String type, String code, String message) {
        return Reply.json(
                status,
                JSON.writeValueAsString(
                        Map.of("error", Map.of("message", message, "type", type, "param", "prompt", "code", code))));
    }

    public static Reply refusal() {
        return error(
                400,
                "image_generation_user_error",
                "moderation_blocked",
                "Your request was rejected by the safety system.");
    }

    private static Reply answer(Asked asked) {
        String key = asked.header("Authorization").replaceFirst("^Bearer ", "");
        if (key.isEmpty() || REFUSED.contains(key)) {
            return error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided: " + key + ".");
        }
        if (!asked.method().equals("POST")) {
            return error(405, "invalid_request_error", "method_not_allowed", "Not allowed to " + asked.method());
        }
        Reply reply =
                switch (asked.path()) {
                    case "/v1/images/edits", "/v1/images/generations" -> images(asked);
                    case "/v1/chat/completions" -> chat(asked);
                    default -> error(404, "invalid_request_error", "unknown_url", "Unknown request URL");
                };
        return MOODS.of(asked) == Moods.Mood.SLOW ? reply.slowly() : reply;
    }

    private static Reply images(Asked asked) {
        boolean isForm = asked.header("Content-Type").startsWith("multipart/form-data");
        if (asked.path().endsWith("/edits") && (!isForm || !asked.text().contains("name=\"image[]\""))) {
            return error(
                    400, "invalid_request_error", "missing_required_parameter", "Missing required parameter: 'image'.");
        }
        return switch (MOODS.of(asked)) {
            case FORBIDDEN -> refusal();
            case FAILING -> error(500, "server_error", "server_error", "The server had an error.");
            default ->
                Reply.json(
                        200,
                        JSON.writeValueAsString(Map.of(
                                "created",
                                1760000000,
                                "data",
                                MOODS.pictures(asked)
                                        .map(bytes -> Map.of("b64_json", Moods.base64(bytes)))
                                        .collect(Collectors.toList()),
                                "usage",
                                Map.of("total_tokens", 100))));
        };
    }

    private static Reply chat(Asked asked) {
        return Reply.json(200, """
                {"id":"chatcmpl-1","object":"chat.completion","created":1760000000,"model":"gpt-4o-mini-2024-07-18",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"A cat.","refusal":null},
                 "finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""");
    }
}
