package com.podi.taskworker.executor.openai;

import com.podi.taskworker.executor.cloud.Dialect;
import com.podi.taskworker.executor.cloud.ImagesAnswer;
import com.podi.taskworker.executor.cloud.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

final class OpenAiDialect implements Dialect {

    @Override
    public List<Map.Entry<String, String>> headers(String key) {
        return Dialect.bearer(key);
    }

    @Override
    public Optional<Trouble> trouble(int status, JsonNode answer) {
        return switch (answer.at("/error/code").asString("")) {
            case "content_policy_violation", "moderation_blocked" -> Optional.of(Trouble.CONTENT);
            case "insufficient_quota", "billing_hard_limit_reached" -> Optional.of(Trouble.CREDIT);
            case "invalid_image_format", "unsupported_image_format", "image_parse_error" ->
                Optional.of(Trouble.PICTURE_FORMAT);
            case "model_not_found" -> Optional.of(Trouble.SETUP);
            default -> Trouble.ofStatus(status);
        };
    }

    @Override
    public String words(JsonNode answer) {
        return answer.at("/error/message").asString("");
    }

    @Override
    public Set<String> pictureMembers() {
        return ImagesAnswer.PICTURE_MEMBERS;
    }
}
