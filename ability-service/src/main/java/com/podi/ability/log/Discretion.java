package com.podi.ability.log;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Keeps out of the log what does not belong there: secrets, pictures as text, signed links, and more than anybody reads. */
final class Discretion {

    static final int LONGEST_TEXT = 500;
    static final int LARGEST_SUMMARY = 8_000;

    private static final int MOST_ENTRIES = 50;
    private static final int DEEPEST = 6;
    private static final String MASK = "***";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)pass(word|wd|phrase)|secret|token|authori[sz]ation|credential|cookie|signature|private.?key"
                    + "|(api|access|secret)[-_]?key");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern JWT =
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_-]*)?");
    private static final Pattern KEY = Pattern.compile("\\b(sk|pk|rk|whsec)[-_][A-Za-z0-9_+/=-]{12,}");
    private static final Pattern DATA_URI =
            Pattern.compile("(?i)data:[a-z0-9.+/-]{0,100}(;[a-z0-9=-]{1,100}){0,5};base64,[A-Za-z0-9+/=_\\s-]*");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{120,}={0,2}");
    private static final Pattern LINK =
            Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]{0,20}://)([^\\s/?#@]*@)?([^\\s?#\"'<>]*)([?#][^\\s\"'<>]*)?");

    private final JsonMapper json;

    Discretion(JsonMapper json) {
        this.json = json;
    }

    /** JSON of at most {@value #LARGEST_SUMMARY} characters. */
    String summary(JsonNode request) {
        String summary = json.writeValueAsString(discreet(request, 0));
        return summary.length() <= LARGEST_SUMMARY
                ? summary
                : json.writeValueAsString(
                        json.createObjectNode().put("omitted", "%d characters".formatted(summary.length())));
    }

    String text(String text) {
        String masked = storable(text);
        masked = DATA_URI.matcher(masked).replaceAll(match -> base64(match.group()));
        masked = LINK.matcher(masked).replaceAll(Discretion::unsigned);
        masked = BEARER.matcher(masked).replaceAll("$1 " + Matcher.quoteReplacement(MASK));
        masked = JWT.matcher(masked).replaceAll(MASK);
        masked = KEY.matcher(masked).replaceAll(MASK);
        masked = BASE64.matcher(masked).replaceAll(match -> base64(match.group()));
        return masked.length() <= LONGEST_TEXT
                ? masked
                : masked.substring(0, masked.offsetByCodePoints(0, masked.codePointCount(0, LONGEST_TEXT)))
                        + "… (%d)".formatted(text.length());
    }

    private JsonNode discreet(JsonNode value, int depth) {
        if (value.isString()) {
            return StringNode.valueOf(text(value.asString()));
        }
        if (value.isContainer() && depth == DEEPEST) {
            return StringNode.valueOf("…");
        }
        if (value.isObject()) {
            ObjectNode discreet = json.createObjectNode();
            value.propertyStream()
                    .limit(MOST_ENTRIES)
                    .forEach(entry -> discreet.set(
                            text(entry.getKey()),
                            isSecret(entry) ? StringNode.valueOf(MASK) : discreet(entry.getValue(), depth + 1)));
            return discreet;
        }
        if (value.isArray()) {
            ArrayNode discreet = json.createArrayNode();
            value.valueStream().limit(MOST_ENTRIES).forEach(entry -> discreet.add(discreet(entry, depth + 1)));
            return discreet;
        }
        return value;
    }

    private static boolean isSecret(Map.Entry<String, JsonNode> entry) {
        boolean couldBe = !entry.getValue().isNumber() && !entry.getValue().isBoolean();
        return couldBe && SECRET_NAME.matcher(entry.getKey()).find();
    }

    /** Without who may read it and for how long. */
    private static String unsigned(MatchResult link) {
        return Matcher.quoteReplacement(link.group(1)
                + link.group(3)
                + (link.group(4) == null ? "" : link.group(4).charAt(0) + "…"));
    }

    private static String base64(String encoded) {
        return "[base64 %d]".formatted(encoded.length());
    }

    /** PostgreSQL holds neither the NUL character nor half of one. */
    private static String storable(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }
}
