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

    private static final String SECRET_WORD =
            "pass(?:word|wd|phrase)|secret|credential|signature|private.?key" + "|(?:api|app|access|secret)[-_]?key";
    private static final Pattern SECRET_NAME = Pattern.compile("(?i)token|authori[sz]ation|cookie|" + SECRET_WORD);
    private static final Pattern SECRET_NUMBER_NAME = Pattern.compile("(?i)" + SECRET_WORD);

    /** A quote in JSON that may itself stand in a string of JSON. */
    private static final String QUOTE = "\\\\{0,8}[\"']";

    private static final String IS = "(?:" + QUOTE + ")?\\s{0,3}(?:[:=]|%3D)\\s{0,3}";

    /** What these say may have several words. */
    private static final Pattern HEADER =
            Pattern.compile("(?i)((?:authori[sz]ation|cookie)" + IS + "(?:" + QUOTE + ")?)[^\\r\\n\"'\\\\]+");

    private static final String NAME = "(?i)((?:token|" + SECRET_WORD + ")[a-z0-9_-]{0,16}" + IS;
    private static final Pattern NAMED_IN_QUOTES = Pattern.compile(NAME + QUOTE + ")[^\"'\\\\]+");
    private static final Pattern NAMED = Pattern.compile(NAME + ")[^\\s\"'\\\\&,;<>()\\[\\]{}]+");

    /** Names of query parameters that are no secret elsewhere. */
    private static final Pattern QUERY =
            Pattern.compile("(?i)((?:[?&;]|%3F|%26)(?:sig|sign|auth_key|policy)(?:=|%3D))[^\\s\"'\\\\&;<>]+");

    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s{1,9}[A-Za-z0-9._~+/=-]{8,}");
    /** The head of one is short; without a bound, each beginning in a long text would be followed to its end. */
    private static final Pattern JWT =
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{5,1024}+\\.[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_-]*)?");

    private static final Pattern KEY = Pattern.compile("\\b(sk|pk|rk|whsec)[-_][A-Za-z0-9_+/=-]{12,}");
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
        masked = LINK.matcher(masked).replaceAll(Discretion::unsigned);
        masked = HEADER.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        masked = BEARER.matcher(masked).replaceAll("$1 " + Matcher.quoteReplacement(MASK));
        masked = JWT.matcher(masked).replaceAll(MASK);
        masked = KEY.matcher(masked).replaceAll(MASK);
        masked = QUERY.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        masked = NAMED_IN_QUOTES.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        masked = NAMED.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        masked = Base64Runs.masked(masked);
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
        if (entry.getValue().isBoolean() || entry.getValue().isNull()) {
            return false;
        }
        // How many tokens a model may use is none.
        return (entry.getValue().isNumber() ? SECRET_NUMBER_NAME : SECRET_NAME)
                .matcher(entry.getKey())
                .find();
    }

    /** Without who may read it and for how long. */
    private static String unsigned(MatchResult link) {
        return Matcher.quoteReplacement(link.group(1)
                + link.group(3)
                + (link.group(4) == null ? "" : link.group(4).charAt(0) + "…"));
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
