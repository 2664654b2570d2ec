package com.podi.taskworker.executor.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How a provider is spoken to, and what its answers mean. */
public interface Dialect {

    /** How a call shows its key. */
    List<Map.Entry<String, String>> headers(String key);

    /** What is wrong, if anything is. */
    Optional<Trouble> trouble(int status, JsonNode answer);

    /** The same of an answer to how a job goes on: only there it can say that there is no such job. */
    default Optional<Trouble> troubleOfLook(int status, JsonNode answer) {
        return trouble(status, answer);
    }

    /** What the provider says of it, in its own words; empty if nothing. */
    String words(JsonNode answer);

    /** The members of an answer that are pictures in Base64: they are decoded as they are read. */
    default Set<String> pictureMembers() {
        return Set.of();
    }

    static List<Map.Entry<String, String>> bearer(String key) {
        return List.of(Map.entry("Authorization", "Bearer " + key));
    }
}
