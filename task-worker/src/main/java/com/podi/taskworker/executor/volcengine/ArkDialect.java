package com.podi.taskworker.executor.volcengine;

import com.podi.taskworker.executor.cloud.Dialect;
import com.podi.taskworker.executor.cloud.ImagesAnswer;
import com.podi.taskworker.executor.cloud.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

final class ArkDialect implements Dialect {

    @Override
    public List<Map.Entry<String, String>> headers(String key) {
        return Dialect.bearer(key);
    }

    @Override
    public Optional<Trouble> trouble(int status, JsonNode answer) {
        return status < 300
                ? ofNoPicture(answer)
                : of(answer.at("/error/code").asString("")).or(() -> Trouble.ofStatus(status));
    }

    /** An endpoint that it does not know, or no permission, says nothing of the task. */
    @Override
    public Optional<Trouble> troubleOfLook(int status, JsonNode answer) {
        String code = answer.at("/error/code").asString("");
        boolean isUnknown = status == 404 && (code.equals("ResourceNotFound") || code.endsWith("TaskNotFound"));
        return isUnknown ? Optional.of(Trouble.JOB_UNKNOWN) : trouble(status, answer);
    }

    /** Of several pictures each can fail alone; that is one picture less, unless it was the only one. */
    private static Optional<Trouble> ofNoPicture(JsonNode answer) {
        JsonNode pictures = answer.path("data");
        boolean isNone = !pictures.isEmpty() && pictures.valueStream().allMatch(picture -> picture.has("error"));
        return isNone
                ? of(pictures.at("/0/error/code").asString("")).or(() -> Optional.of(Trouble.PROVIDER))
                : Optional.empty();
    }

    /** Codes begin with what they are about and go on with what exactly. */
    static Optional<Trouble> of(String code) {
        if (code.contains("SensitiveContent") || code.contains("RiskDetection") || code.contains("PolicyViolation")) {
            return Optional.of(Trouble.CONTENT);
        }
        if (code.equals("InvalidParameter.OversizedImage")) {
            return Optional.of(Trouble.PICTURE_SIZE);
        }
        if (code.equals("InvalidParameter.UnsupportedImageFormat") || code.equals("InvalidImageURL.InvalidFormat")) {
            return Optional.of(Trouble.PICTURE_FORMAT);
        }
        String subject = code.contains(".") ? code.substring(0, code.indexOf('.')) : code;
        return Optional.ofNullable(
                switch (subject) {
                    case "AuthenticationError", "InvalidAPIKey" -> Trouble.KEY;
                    case "AccountOverdueError", "QuotaExceeded", "SetLimitExceeded" -> Trouble.CREDIT;
                    case "RateLimitExceeded",
                            "ModelAccountRpmRateLimitExceeded",
                            "ModelAccountTpmRateLimitExceeded",
                            "ModelAccountIpmRateLimitExceeded",
                            "APIAccountRpmRateLimitExceeded",
                            "RequestBurstTooFast" -> Trouble.THROTTLED;
                    case "MissingParameter", "InvalidParameter", "InvalidImageURL" -> Trouble.INPUTS;
                    case "InvalidEndpointOrModel",
                            "InvalidEndpoint",
                            "ModelNotOpen",
                            "AccessDenied",
                            "OperationDenied",
                            "UnsupportedModel" -> Trouble.SETUP;
                    case "ServerOverloaded", "InternalServiceError" -> Trouble.PROVIDER;
                    default -> null;
                });
    }

    @Override
    public String words(JsonNode answer) {
        return answer.at("/error/message")
                .asString(answer.at("/data/0/error/message").asString(""));
    }

    @Override
    public Set<String> pictureMembers() {
        return ImagesAnswer.PICTURE_MEMBERS;
    }
}
