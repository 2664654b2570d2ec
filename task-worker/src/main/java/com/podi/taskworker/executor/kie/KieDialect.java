package com.podi.taskworker.executor.kie;

import com.podi.taskworker.executor.cloud.Dialect;
import com.podi.taskworker.executor.cloud.Trouble;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

final class KieDialect implements Dialect {

    private static final List<String> WORDS_OF_A_REFUSAL =
            List.of("nsfw", "sensitive", "moderation", "content policy", "prohibited", "violat", "safety");

    @Override
    public List<Map.Entry<String, String>> headers(String key) {
        return Dialect.bearer(key);
    }

    @Override
    public Optional<Trouble> trouble(int status, JsonNode answer) {
        int code = answer.path("code").asInt(status);
        Optional<Trouble> trouble = of(code, words(answer));
        return code == 200 && status != 200 ? Trouble.ofStatus(status) : trouble;
    }

    /** The code counts, and not the status, which may be that of a path. */
    @Override
    public Optional<Trouble> troubleOfLook(int status, JsonNode answer) {
        return answer.path("code").asInt(0) == 404 ? Optional.of(Trouble.JOB_UNKNOWN) : trouble(status, answer);
    }

    static Optional<Trouble> of(int code, String words) {
        return switch (code) {
            case 400, 422, 500, 501 ->
                Optional.of(isRefusal(words) ? Trouble.CONTENT : code < 500 ? Trouble.INPUTS : Trouble.PROVIDER);
            case 433 -> Optional.of(Trouble.CREDIT);
            case 404 -> Optional.of(Trouble.SETUP);
            case 455 -> Optional.of(Trouble.PROVIDER);
            case 505 -> Optional.of(Trouble.SETUP);
            default -> Trouble.ofStatus(code);
        };
    }

    private static boolean isRefusal(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return WORDS_OF_A_REFUSAL.stream().anyMatch(lower::contains);
    }

    @Override
    public String words(JsonNode answer) {
        return Stream.of(answer.path("msg"), answer.path("message"))
                .map(words -> words.asString(""))
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
    }
}
