package com.podi.ability.executor;

import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Finds keys in a config, which is shown, logged with every change and handed on: they have a place of their own. What a
 * member is called is not enough, since many a parameter is called after tokens; what is filled in with each call is no key.
 */
final class ConfigSecrets {

    private static final Text IS_SECRET = new Text("密钥不能保存在config中", "secrets must not stand in the config");

    private static final Pattern NAME = Pattern.compile(
            "(?:.*_)?(?:authorization|password|passwd|secret|token|cookie|credentials?|(?:api|access|secret|private)_?key|access_?key_?id)");
    private static final Pattern HEADER =
            Pattern.compile("(?i).*(authorization|password|passwd|secret|token|api[-_]?key|access[-_]?key|cookie).*");
    private static final Pattern KEY = Pattern.compile("(?i)\\b[spr]k-[a-z0-9_-]{16,}|\\bbearer\\s+[a-z0-9._~+/-]{8,}");
    private static final Pattern PARAMETER = Pattern.compile("[?&]([^=&#\\s]+)=([^&#\\s]+)");
    private static final Pattern FILLED_IN = Pattern.compile("\\{\\{[^}]*}}");
    private static final Pattern SCHEME = Pattern.compile("(?i)^\\s*(bearer|basic|token|key)?\\s*$");
    private static final String HEADERS = "headers";

    private final List<ErrorDetail> wrong;

    ConfigSecrets(List<ErrorDetail> wrong) {
        this.wrong = wrong;
    }

    void find(String path, JsonNode config) {
        members(path, config, false);
    }

    private void members(String path, JsonNode value, boolean areHeaders) {
        value.properties().forEach(member -> {
            String at = path + "." + member.getKey();
            if (member.getValue().isString()
                    && isSecret(member.getKey(), member.getValue().stringValue(), areHeaders)) {
                wrong.add(new ErrorDetail(at, IS_SECRET));
            }
            members(at, member.getValue(), member.getKey().equalsIgnoreCase(HEADERS));
        });
        if (value.isArray()) {
            for (int item = 0; item < value.size(); item++) {
                String at = "%s[%d]".formatted(path, item);
                if (value.get(item).isString() && holdsAKey(value.get(item).stringValue())) {
                    wrong.add(new ErrorDetail(at, IS_SECRET));
                }
                members(at, value.get(item), false);
            }
        }
    }

    private static boolean isSecret(String name, String value, boolean isHeader) {
        boolean isNamed = isHeader ? HEADER.matcher(name).matches() : isNameOfASecret(name);
        return isNamed && isFixed(value) || holdsAKey(value);
    }

    private static boolean isNameOfASecret(String name) {
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("[^A-Za-z0-9]+", "_");
        return NAME.matcher(words.toLowerCase(Locale.ROOT)).matches();
    }

    /** More than how a key is introduced. */
    private static boolean isFixed(String value) {
        return !SCHEME.matcher(FILLED_IN.matcher(value).replaceAll("")).matches();
    }

    private static boolean holdsAKey(String value) {
        if (KEY.matcher(value).find()) {
            return true;
        }
        Matcher parameter = PARAMETER.matcher(value);
        while (parameter.find()) {
            if (isNameOfASecret(parameter.group(1)) && isFixed(parameter.group(2))) {
                return true;
            }
        }
        return false;
    }
}
