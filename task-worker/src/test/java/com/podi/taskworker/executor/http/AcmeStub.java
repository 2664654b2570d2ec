package com.podi.taskworker.executor.http;

import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that nobody has heard of, with a protocol of its own. */
public final class AcmeStub extends ProviderStub {

    public static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    /** What an administrator writes into the config of an executor to have it called. */
    public static final String CONFIG = """
            {"calls": {
              "edit": {
                "path": "/v2/draw?trace={{attempt}}",
                "headers": {"X-Client": "podi"},
                "sendKey": {"header": "X-Acme-Key"},
                "body": {"what": "{{input.prompt}}", "steps": "{{input.steps}}", "seed": "{{input.seed}}",
                         "picture": "{{picture.1.dataUri}}", "title": "for {{input.prompt}}"},
                "result": {"base64": "/pictures/*/data"},
                "words": "/problem/text",
                "troubles": [{"at": "/problem/kind", "is": ["forbidden"], "means": "content"},
                             {"at": "/problem/kind", "is": ["key"], "means": "key"},
                             {"at": "/problem/kind", "is": ["busy"], "means": "throttled"}]},
              "film": {
                "path": "/v2/films",
                "sendKey": {"query": "k"},
                "as": "multipart",
                "body": {"what": "{{input.prompt}}", "file": "{{picture.1}}"},
                "result": {"videos": "/film/url"},
                "words": "/why",
                "troubles": [{"at": "/problem/kind", "is": ["key"], "means": "key"},
                             {"at": "/problem/kind", "is": ["busy"], "means": "throttled"}],
                "job": {"id": "/number", "path": "/v2/films/{{job}}", "state": "/phase", "done": ["ready"],
                        "failed": ["lost"], "percent": "/part"}}}}
            """;

    private static final Moods MOODS = new Moods();
    private static final Map<String, Film> FILMS = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static final class Film {
        private final String key;
        private final Mood mood;
        private final AtomicInteger looks = new AtomicInteger();

        private Film(String key, Mood mood) {
            this.key = key;
            this.mood = mood;
        }
    }

    public AcmeStub() {
        super(AcmeStub::answer);
    }

    public static Reply problem(int status, String kind, String text) {
        return Reply.json(status, JSON.writeValueAsString(Map.of("problem", Map.of("kind", kind, "text", text))));
    }

    private static Reply answer(Asked asked) {
        String key = keyOf(asked);
        if (key.isEmpty() || REFUSED.contains(key)) {
            return problem(200, "key", "We do not know " + key);
        }
        if (asked.path().startsWith("/v2/films/")) {
            return film(asked.path().substring("/v2/films/".length()), asked);
        }
        return switch (asked.path()) {
            case "/v2/draw" -> drawn(asked);
            case "/v2/films" -> begun(asked);
            case "/film.mp4" -> Reply.bytes("video/mp4", Moods.mp4());
            default -> problem(404, "path", "no such path");
        };
    }

    private static String keyOf(Asked asked) {
        return asked.header("X-Acme-Key") + asked.parameters().getOrDefault("k", "");
    }

    private static Reply drawn(Asked asked) {
        Reply reply =
                switch (MOODS.of(asked)) {
                    case FORBIDDEN -> problem(200, "forbidden", "not here");
                    case FAILING -> problem(500, "broken", "out of paint");
                    default -> {
                        List<Map<String, String>> pictures = MOODS.pictures(asked)
                                .map(bytes -> Map.of("data", Moods.base64(bytes)))
                                .toList();
                        yield Reply.json(200, JSON.writeValueAsString(Map.of("pictures", pictures)));
                    }
                };
        return MOODS.of(asked) == Mood.SLOW ? reply.slowly() : reply;
    }

    private static Reply begun(Asked asked) {
        String number = Integer.toString(NUMBERS.incrementAndGet());
        FILMS.put(number, new Film(keyOf(asked), MOODS.of(asked)));
        return Reply.json(202, "{\"number\":%s}".formatted(number));
    }

    private static Reply film(String number, Asked asked) {
        Film film = FILMS.get(number);
        if (film == null || !film.key.equals(keyOf(asked))) {
            return problem(404, "number", "no such film");
        }
        if (film.looks.incrementAndGet() == 1) {
            return Reply.json(200, "{\"phase\":\"rolling\",\"part\":35.5}");
        }
        return Reply.json(
                200,
                film.mood == Mood.FAILING
                        ? "{\"phase\":\"lost\",\"why\":\"the film tore\"}"
                        : "{\"phase\":\"ready\",\"film\":{\"url\":\"http://%s/film.mp4\"}}"
                                .formatted(asked.header("Host")));
    }
}
