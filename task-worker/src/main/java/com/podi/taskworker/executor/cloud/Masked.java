package com.podi.taskworker.executor.cloud;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a provider said, without the keys it was said to, without pictures and without what signs its links. */
final class Masked {

    private static final int LONGEST_TEXT = 500;
    private static final int LARGEST = 4_000;
    private static final int MOST_ENTRIES = 30;
    private static final int DEEPEST = 6;
    private static final int SHORTEST_SECRET = 4;
    private static final String MASK = "***";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)(access|refresh|session)_?(token|key|secret)|authorization|api[-_]?key|secret|password");
    private static final Pattern KEY = Pattern.compile("(?i)\\b(sk|pk|rk)-[A-Za-z0-9_*+/=-]{4,}|\\bbearer\\s+\\S+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{120,}={0,2}");
    private static final Pattern LINK = Pattern.compile("(?i)(\\bhttps?://[^\\s?#\"'<>]*)[?#][^\\s\"'<>]*");

    private final JsonMapper json;
    private final List<String> secrets;

    /** @param secrets that must not be seen wherever they stand; the longest first, since one may hold another */
    Masked(JsonMapper json, List<String> secrets) {
        this.json = json;
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String text(String text) {
        return cut(masked(text));
    }

    /** Of a text that goes on: a secret that it breaks off in is not known as one. */
    String beginning(String text) {
        String masked = masked(text);
        int longest = secrets.stream().mapToInt(String::length).max().orElse(0);
        return cut(masked.substring(0, Math.max(0, masked.length() - longest)));
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        masked = LINK.matcher(masked).replaceAll("$1?…");
        masked = KEY.matcher(masked).replaceAll(Matcher.quoteReplacement(MASK));
        return BASE64.matcher(masked)
                .replaceAll(found -> "[base64 %d]".formatted(found.group().length()));
    }

    private static String cut(String masked) {
        return masked.length() <= LONGEST_TEXT
                ? masked
                : masked.substring(0, masked.offsetByCodePoints(0, masked.codePointCount(0, LONGEST_TEXT))) + "…";
    }

    JsonNode tree(JsonNode answer) {
        JsonNode masked = masked(answer, 0);
        int length = masked.toString().length();
        return length <= LARGEST ? masked : json.createObjectNode().put("omitted", length);
    }

    private JsonNode masked(JsonNode value, int depth) {
        if (value.isString()) {
            return json.getNodeFactory().stringNode(text(value.stringValue()));
        }
        if (value.isContainer() && depth == DEEPEST) {
            return json.getNodeFactory().stringNode("…");
        }
        if (value.isObject()) {
            ObjectNode object = json.createObjectNode();
            value.propertyStream()
                    .limit(MOST_ENTRIES)
                    .forEach(member -> object.set(text(member.getKey()), member(member, depth)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = json.createArrayNode();
            value.valueStream().limit(MOST_ENTRIES).forEach(item -> array.add(masked(item, depth + 1)));
            return array;
        }
        return value;
    }

    private JsonNode member(Map.Entry<String, JsonNode> member, int depth) {
        return member.getValue().isString()
                        && SECRET_NAME.matcher(member.getKey()).find()
                ? json.getNodeFactory().stringNode(MASK)
                : masked(member.getValue(), depth + 1);
    }
}
