package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.cloud.ProviderStub.Asked;
import com.podi.taskworker.executor.cloud.ProviderStub.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A page about a provider, made from what went over the wire: keys masked, pictures left out, what is random made alike. */
final class ProviderDocument {

    private static final Path MIGRATIONS = Path.of("../ability-service/src/main/resources/db/migration");
    private static final JsonMapper JSON = new JsonMapper();

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{60,}={0,2}");
    private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NUMBERED =
            Pattern.compile("(cgt-20260101-|task_0|/files/|baidu-|input-|/films/|\"number\" : )\\d+");
    private static final Pattern PART = Pattern.compile(
            "Content-Disposition: form-data; name=\"([^\"]+)\"(; filename=\"[^\"]+\")?\r\n(?:Content-Type: (\\S+)\r\n)?\r\n",
            Pattern.DOTALL);
    private static final List<String> HEADERS = List.of("Authorization", "X-Acme-Key", "X-Client");

    private final String provider;
    private final List<String> secrets;
    private final StringBuilder text = new StringBuilder();

    ProviderDocument(String provider, List<String> secrets) {
        this.provider = provider;
        this.secrets = secrets;
        text.append("""
                # %s

                <!-- Made by the %s tests of task-worker, which say how. -->

                每个能力的一次请求与应答，录自测试桩，不是真实服务；密钥已隐去，图片已省略。
                A request and its answer for each ability, recorded against the stub of our tests and not against the real
                service; keys are masked and pictures left out. Where the protocol is known from, and what of it nobody has
                verified, stands in `com.podi.taskworker.executor.%s` (`package-info.java`).
                """.formatted(provider, provider, provider));
    }

    /** The abilities of the provider that are seeded. */
    static List<String> seeded(String provider) {
        Pattern ability = Pattern.compile("\\('(%s_[a-z_]+)', '%s'".formatted(provider, provider));
        TreeSet<String> ids = new TreeSet<>();
        try (Stream<Path> migrations = Files.list(MIGRATIONS)) {
            for (Path migration : migrations.toList()) {
                Matcher found = ability.matcher(Files.readString(migration));
                while (found.find()) {
                    ids.add(found.group(1));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return List.copyOf(ids);
    }

    void ability(String id, List<Said> said, String host) {
        text.append("\n## %s\n".formatted(id));
        for (Said exchange : said) {
            text.append("\n```http\n").append(request(exchange.asked())).append("```\n");
            text.append("\n```http\n")
                    .append(exchange.reply().status())
                    .append("\n\n")
                    .append(alike(pretty(exchange.reply().body())).replaceAll("http://127\\.0\\.0\\.1:\\d+", host))
                    .append("\n```\n");
        }
    }

    String text() {
        return text.toString();
    }

    private String request(Asked asked) {
        StringBuilder request = new StringBuilder();
        request.append(asked.method()).append(' ').append(asked.path());
        if (asked.query() != null) {
            request.append('?').append(asked.query());
        }
        request.append('\n');
        for (String header : HEADERS) {
            if (!asked.header(header).isEmpty()) {
                request.append(header).append(": ").append(asked.header(header)).append('\n');
            }
        }
        String type = asked.header("Content-Type").replaceAll(";.*", "");
        if (!type.isEmpty()) {
            request.append("Content-Type: ").append(type).append('\n');
        }
        if (asked.body().length > 0) {
            request.append('\n').append(body(type, asked)).append('\n');
        }
        return alike(request.toString());
    }

    private static String body(String type, Asked asked) {
        return switch (type) {
            case "multipart/form-data" -> parts(asked);
            case "application/x-www-form-urlencoded" -> lines(asked.form());
            default -> pretty(asked.body());
        };
    }

    private static String lines(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static String parts(Asked asked) {
        String body = new String(asked.body(), StandardCharsets.ISO_8859_1);
        Matcher part = PART.matcher(body);
        TreeMap<String, String> fields = new TreeMap<>();
        while (part.find()) {
            int end = body.indexOf("\r\n--podi-", part.end());
            fields.put(
                    part.group(1),
                    part.group(2) == null ? body.substring(part.end(), end) : "[%s]".formatted(part.group(3)));
        }
        return lines(fields);
    }

    private static String pretty(byte[] body) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sorted(JSON.readTree(body)));
        } catch (JacksonException noJson) {
            return "[%d bytes]".formatted(body.length);
        }
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            value.propertyStream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(member -> object.set(member.getKey(), sorted(member.getValue())));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            value.forEach(item -> array.add(sorted(item)));
            return array;
        }
        return value;
    }

    private String alike(String raw) {
        String alike = NUMBERED.matcher(UUIDS.matcher(raw).replaceAll("…")).replaceAll("$1" + "7");
        for (String secret : secrets) {
            alike = alike.replace(secret, "***");
        }
        return BASE64.matcher(alike).replaceAll("[Base64]");
    }
}
