package com.podi.taskworker.executor.http;

import com.podi.taskworker.executor.cloud.Dialect;
import com.podi.taskworker.executor.cloud.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What answers mean, as it was declared; the status says what nobody declared. */
final class DeclaredDialect implements Dialect {

    private final Declaration declaration;

    DeclaredDialect(Declaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public List<Map.Entry<String, String>> headers(String key) {
        Declaration.KeyPlace place = declaration.sendKey();
        return place == null || place.header() == null
                ? List.of()
                : List.of(Map.entry(place.header(), (place.prefix() == null ? "" : place.prefix()) + key));
    }

    @Override
    public Optional<Trouble> trouble(int status, JsonNode answer) {
        return declared(answer).or(() -> Trouble.ofStatus(status));
    }

    /** A job that has failed for a declared reason is not in the way of looking at it. */
    @Override
    public Optional<Trouble> troubleOfLook(int status, JsonNode answer) {
        Declaration.Waiting job = Objects.requireNonNull(declaration.job(), "no job was declared");
        if (status == job.unknown()) {
            return Optional.of(Trouble.JOB_UNKNOWN);
        }
        return job.isEnd(Places.text(answer, job.state())) ? Optional.empty() : trouble(status, answer);
    }

    Optional<Trouble> declared(JsonNode answer) {
        return declaration.troubles().stream()
                .filter(meaning -> meaning.is().contains(Places.text(answer, meaning.at())))
                .map(Declaration.Meaning::means)
                .findFirst();
    }

    @Override
    public String words(JsonNode answer) {
        return Places.text(answer, declaration.words());
    }

    @Override
    public Set<String> pictureMembers() {
        String base64 = declaration.result().base64();
        return base64 == null ? Set.of() : Set.of(Places.member(base64));
    }
}
