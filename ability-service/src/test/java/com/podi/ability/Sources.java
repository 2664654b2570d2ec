package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of a module, whose classes need not be there: what they say of its interface is simple enough to be read. */
final class Sources {

    private static final Pattern BASE =
            Pattern.compile("@RequestMapping\\(\"([^\"]+)\"\\)\\s+(?:public )?(?:final )?class");

    /** A summary, or the mapping that it is of. */
    private static final Pattern SUMMARY_OR_MAPPING = Pattern.compile(
            "summary = \"((?:[^\"\\\\]|\\\\.)*)\"|@(Get|Post|Put|Delete)Mapping(?:\\((?:path = )?\"([^\"]*)\")?");

    private static final Pattern ERROR = Pattern.compile("ErrorCode\\.([A-Z][A-Z_0-9]+)\\b");
    private static final Pattern RENAMED = Pattern.compile("@JsonProperty\\(\"([^\"]+)\"\\)");
    private static final Pattern ANNOTATION = Pattern.compile("@\\w+(\\.\\w+)*(\\((?:[^()\"]|\"[^\"]*\")*\\))?");
    private static final Pattern CONSTANT = Pattern.compile("(?m)^ {4}([A-Z][A-Z_]+)[,;]");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

    private final List<String> files;
    private final String module;

    Sources(String module) {
        this.module = module;
        try (Stream<Path> found = Files.walk(Path.of(module, "src/main/java"))) {
            this.files = found.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .map(Sources::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Endpoint(String path, String method, String summary) {

        int rank() {
            return METHODS.indexOf(method);
        }
    }

    /** Those that are described; what services say to each other is not. */
    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        files.stream().filter(file -> file.contains("@RestController")).forEach(file -> {
            String base = group(BASE, file).orElse("");
            String summary = null;
            for (MatchResult found : SUMMARY_OR_MAPPING.matcher(file).results().toList()) {
                if (found.group(1) != null) {
                    summary = found.group(1).replace("\\\"", "\"");
                } else if (summary != null) {
                    String path = found.group(3) == null ? "" : found.group(3);
                    endpoints.add(new Endpoint(base + path, found.group(2).toUpperCase(Locale.ROOT), summary));
                    summary = null;
                }
            }
        });
        assertThat(endpoints).as("of %s", module).hasSizeGreaterThan(10);
        return endpoints;
    }

    Set<ErrorCode> errors() {
        Set<ErrorCode> errors = files.stream()
                .flatMap(file -> ERROR.matcher(file).results())
                .map(found -> ErrorCode.valueOf(found.group(1)))
                .collect(Collectors.toSet());
        assertThat(errors).as("of %s", module).hasSizeGreaterThan(5);
        return errors;
    }

    /**
     * Of the first module that has such a record.
     *
     * @param name its own, or that of the class around it and its own
     */
    static List<String> components(List<Sources> modules, String name) {
        String[] outerAndOwn = name.split("\\.");
        String own = outerAndOwn[outerAndOwn.length - 1];
        Pattern outer = Pattern.compile("(class|record|interface) " + outerAndOwn[0] + "\\b");
        Pattern head = Pattern.compile("record " + own + "\\(");
        List<String> heads = modules.stream()
                .map(module -> module.files.stream()
                        .filter(file -> outer.matcher(file).find())
                        .flatMap(
                                file -> head.matcher(file).results().map(found -> upToEnd(file.substring(found.end()))))
                        .toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
        assertThat(heads).as(name).hasSize(1);
        return Arrays.stream(withoutNested(heads.get(0)).split(","))
                .map(component -> component.strip().replaceAll(".*\\s", ""))
                .toList();
    }

    /** Of what is behind an opening parenthesis all before the one that closes it. */
    private static String upToEnd(String text) {
        int depth = 1;
        int end = 0;
        while (depth > 0) {
            char c = text.charAt(end++);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return text.substring(0, end - 1);
    }

    /** Without annotations, but with the names that they give; without parameters of types. */
    private static String withoutNested(String components) {
        String named = Pattern.compile(RENAMED.pattern() + "([^,]*\\s)\\w+")
                .matcher(components)
                .replaceAll("$2$1");
        String plain = ANNOTATION.matcher(named).replaceAll("");
        for (String before = ""; !before.equals(plain); ) {
            before = plain;
            plain = plain.replaceAll("<[^<>]*>", "");
        }
        return plain;
    }

    List<String> enumWords(String name) {
        String file = files.stream()
                .filter(candidate -> candidate.contains("enum " + name + " {"))
                .findFirst()
                .orElseThrow();
        return CONSTANT.matcher(file)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .toList();
    }

    /** What a component of a record may be. */
    List<String> choices(String name, String component) {
        String file = files.stream()
                .filter(candidate -> candidate.contains("record " + name + "("))
                .findFirst()
                .orElseThrow();
        Matcher choices = Pattern.compile("regexp = \"([\\w|]+)\"\\)\\s+String " + component + "\\b")
                .matcher(file);
        assertThat(choices.find()).as(name).isTrue();
        return List.of(choices.group(1).split("\\|"));
    }

    private static Optional<String> group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
