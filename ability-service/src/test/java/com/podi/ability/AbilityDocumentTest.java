package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.ability.catalog.RoutingPolicy;
import com.podi.ability.form.FieldType;
import com.podi.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/**
 * The document of abilities and tasks: its prose is written by hand ({@code abilities-document.md} of the test resources), its
 * lists are those of the code. What a field means stands in {@code abilities-fields.txt}.
 */
class AbilityDocumentTest {

    private static final String WRITE = "podi.docs.write";
    private static final Path DOCUMENT = Path.of("../infra/docs/api/abilities.md");
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)(?: ([\\w.]+))?}");

    private static final Sources CONTRACTS = new Sources("../infra/contracts");
    private static final Sources ABILITIES = new Sources("../ability-service");
    private static final Sources CALLS = new Sources("../task-worker");
    private static final Sources COMMON = new Sources("../infra/starter");
    private static final List<Sources> ALL = List.of(ABILITIES, CALLS, CONTRACTS);

    /** What the services behind have refused, and is handed on. */
    private static final Set<ErrorCode> OF_A_CALL_PASSED_ON =
            Set.of(ErrorCode.WALLET_INSUFFICIENT, ErrorCode.WALLET_SERVICE_UNAVAILABLE);

    /** The answer of a service to us, of which callers hear nothing. */
    private static final Set<ErrorCode> BETWEEN_SERVICES = Set.of(ErrorCode.WALLET_HOLD_NOT_FOUND);

    private final Map<String, String> meanings = meanings();
    private final Set<String> unused = new TreeSet<>(meanings.keySet());

    @Test
    void theDocumentSaysTheSame() throws IOException {
        String document = document();
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, document);
        }
        assertThat(unused).as("fields that are not there").isEmpty();
        assertThat(DOCUMENT)
                .as(
                        "write it anew with: mvn test -pl ability-service -am -Dtest=AbilityDocumentTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                        WRITE)
                .content()
                .isEqualTo(document);
    }

    private String document() {
        return PLACE.matcher(read("/abilities-document.md"))
                .replaceAll(place -> Matcher.quoteReplacement(list(place.group(1), place.group(2))))
                .replaceAll("\n{3,}", "\n\n")
                .replaceAll("\n+$", "\n");
    }

    private String list(String what, String name) {
        return switch (what) {
            case "endpoints" ->
                rows(Stream.of(ABILITIES, CALLS)
                        .flatMap(module -> module.endpoints().stream())
                        .sorted(Comparator.comparing(Sources.Endpoint::path).thenComparing(Sources.Endpoint::rank))
                        .map(endpoint -> row(endpoint.method(), "`" + endpoint.path() + "`", endpoint.summary())));
            case "fieldTypes" ->
                rows(Arrays.stream(FieldType.values())
                        .map(type -> row("`" + type.wireName() + "`", type.inChinese(), type.inEnglish())));
            case "routingPolicies" ->
                rows(Arrays.stream(RoutingPolicy.values())
                        .map(policy -> row("`" + policy.wireName() + "`", policy.inChinese(), policy.inEnglish())));
            case "fields" -> meanings(name, fields(name));
            case "words" ->
                meanings(
                        name,
                        name.equals("LogStatus") ? ABILITIES.choices("LogFilter", "status") : CALLS.enumWords(name));
            case "errors" -> errors();
            default -> throw new IllegalArgumentException(what);
        };
    }

    /** A task is asked for with what an invoke takes, too, which is said there. */
    private static List<String> fields(String name) {
        List<String> fields = Sources.components(ALL, name);
        List<String> known = name.equals("TaskRequest") ? Sources.components(ALL, "InvokeRequest") : List.of();
        return fields.stream().filter(field -> !known.contains(field)).toList();
    }

    private String meanings(String of, List<String> names) {
        return rows(names.stream().map(name -> {
            unused.remove(of + "." + name);
            assertThat(meanings).as("what it means").containsKey(of + "." + name);
            return "| `" + name + "` | " + meanings.get(of + "." + name) + " |";
        }));
    }

    private static String errors() {
        Map<ErrorCode, Set<String>> services = new EnumMap<>(ErrorCode.class);
        ABILITIES.errors().forEach(error -> add(services, error, "ability-service"));
        CALLS.errors().forEach(error -> add(services, error, "task-worker"));
        OF_A_CALL_PASSED_ON.forEach(error -> add(services, error, "task-worker"));
        COMMON.errors().forEach(error -> services.put(error, Set.of("*")));
        BETWEEN_SERVICES.forEach(services::remove);
        return rows(services.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().status()))
                .map(entry -> row(
                        Integer.toString(entry.getKey().status()),
                        "`" + entry.getKey().code() + "`",
                        entry.getKey().message().zh(),
                        entry.getKey().message().en(),
                        String.join(", ", entry.getValue()))));
    }

    private static void add(Map<ErrorCode, Set<String>> services, ErrorCode error, String service) {
        services.computeIfAbsent(error, unused -> new TreeSet<>()).add(service);
    }

    /** In both languages, by the field. */
    private static Map<String, String> meanings() {
        return read("/abilities-fields.txt")
                .lines()
                .map(line -> line.split(" \\| ", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0], parts -> parts[1], (one, other) -> one + " / " + other, LinkedHashMap::new));
    }

    private static String read(String resource) {
        try {
            return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String rows(Stream<String> rows) {
        return rows.collect(Collectors.joining("\n")) + "\n";
    }
}
