package com.podi.taskworker.executor.baidu;

import com.podi.taskworker.executor.cloud.Dialect;
import com.podi.taskworker.executor.cloud.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

final class BaiduDialect implements Dialect {

    /** A token is no key: it stands in the query. */
    @Override
    public List<Map.Entry<String, String>> headers(String key) {
        return List.of();
    }

    @Override
    public Optional<Trouble> trouble(int status, JsonNode answer) {
        if (answer.path("error").isString()) {
            return Optional.of(ofTheTokenEndpoint(answer.path("error").stringValue(), status));
        }
        int code = answer.path("error_code").asInt(0);
        return code == 0 ? Trouble.ofStatus(status) : Optional.of(of(code));
    }

    private static Trouble ofTheTokenEndpoint(String error, int status) {
        return switch (error) {
            case "invalid_client", "unauthorized_client" -> Trouble.KEY;
            default -> status >= 500 ? Trouble.PROVIDER : Trouble.SETUP;
        };
    }

    private static Trouble of(int code) {
        return switch (code) {
            case 4, 18 -> Trouble.THROTTLED;
            case 17, 19 -> Trouble.CREDIT;
            case 14 -> Trouble.KEY;
            case 110, 111 -> Trouble.TOKEN;
            case 3, 6, 15, 216015, 216102, 216110 -> Trouble.SETUP;
            case 100, 216100, 216101, 216103, 282003 -> Trouble.INPUTS;
            case 216200, 216201, 282100 -> Trouble.PICTURE_FORMAT;
            case 216202 -> Trouble.PICTURE_SIZE;
            default -> Trouble.PROVIDER;
        };
    }

    @Override
    public String words(JsonNode answer) {
        return answer.path("error_msg")
                .asString(answer.path("error_description").asString(""));
    }

    @Override
    public Set<String> pictureMembers() {
        return Set.of("image");
    }
}
