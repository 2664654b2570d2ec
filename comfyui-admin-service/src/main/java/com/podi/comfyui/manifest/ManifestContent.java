package com.podi.comfyui.manifest;

import com.podi.comfyui.catalog.Rules;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.http.TrustedHttp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Looks through the content of a manifest. What agents act on must be right; whatever else an administrator writes beside it
 * is kept as it is.
 */
final class ManifestContent {

    private static final int LARGEST = 1_000_000;
    private static final int MOST_ITEMS = 2_000;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 500;
    private static final int LONGEST_URL = 2_000;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");

    private static final Text NO_OBJECT = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text NO_LIST = new Text("必须是数组", "must be a list");
    private static final Text TOO_LARGE = new Text("过大", "is too large");
    private static final Text TOO_MANY = new Text("条目过多", "has too many items");
    private static final Text REQUIRED = new Text("不能为空", "must not be empty");
    private static final Text TOO_LONG = new Text("过长", "is too long");
    private static final Text NO_ADDRESS =
            new Text("必须是不含用户信息的http或https地址", "must be an http or https address without user info");
    private static final Text NO_SHA256 = new Text("必须是64位十六进制SHA-256", "must be a SHA-256 of 64 hexadecimal digits");
    private static final Text NO_SIZE = new Text("必须是非负整数", "must be a whole number, 0 or more");
    private static final Text LEADS_OUT =
            new Text("必须是根目录之内的相对路径", "must be a relative path that stays below the root");
    private static final Text TWICE = new Text("与其他条目的路径重复", "is the path of another item too");

    private final List<ErrorDetail> wrong = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    private ManifestContent() {}

    static void check(JsonNode content) {
        ManifestContent check = new ManifestContent();
        if (!content.isObject()) {
            check.wrong("content", NO_OBJECT);
        } else if (content.toString().length() > LARGEST) {
            check.wrong("content", TOO_LARGE);
        } else {
            check.models(content.path("models"));
            check.workflows(content.path("workflows"));
            check.plugins(content.path("plugins"));
        }
        if (!check.wrong.isEmpty()) {
            throw ErrorCode.BAD_PARAMETER.withDetails(check.wrong);
        }
    }

    private void models(JsonNode models) {
        items("content.models", models, (at, model) -> {
            name(at, model);
            url(at + ".url", model.path("url"), true);
            sha256(at + ".sha256", model.path("sha256"), true);
            size(at + ".size", model.path("size"));
            path(at + ".destPath", model.path("destPath"));
        });
    }

    /** A workflow is fetched, or lies in the manifest itself. */
    private void workflows(JsonNode workflows) {
        items("content.workflows", workflows, (at, workflow) -> {
            name(at, workflow);
            JsonNode content = workflow.path("content");
            boolean inside = !content.isMissingNode() && !content.isNull();
            if (inside && !content.isObject()) {
                wrong(at + ".content", NO_OBJECT);
            }
            url(at + ".url", workflow.path("url"), !inside);
            sha256(at + ".sha256", workflow.path("sha256"), !inside);
            size(at + ".size", workflow.path("size"));
            path(at + ".destPath", workflow.path("destPath"));
        });
    }

    private void plugins(JsonNode plugins) {
        items("content.plugins", plugins, (at, plugin) -> {
            name(at, plugin);
            url(at + ".url", plugin.path("url"), false);
            sha256(at + ".sha256", plugin.path("sha256"), false);
        });
    }

    private interface ItemCheck {
        void check(String at, JsonNode item);
    }

    private void items(String at, JsonNode list, ItemCheck check) {
        if (list.isMissingNode() || list.isNull()) {
            return;
        }
        if (!list.isArray()) {
            wrong(at, NO_LIST);
        } else if (list.size() > MOST_ITEMS) {
            wrong(at, TOO_MANY);
        } else {
            for (int number = 0; number < list.size(); number++) {
                String item = "%s[%d]".formatted(at, number);
                if (list.get(number).isObject()) {
                    check.check(item, list.get(number));
                } else {
                    wrong(item, NO_OBJECT);
                }
            }
        }
    }

    private void name(String at, JsonNode item) {
        text(at + ".name", item.path("name"), LONGEST_NAME);
    }

    private boolean text(String at, JsonNode value, int longest) {
        if (!value.isString() || value.stringValue().isBlank()) {
            wrong(at, REQUIRED);
        } else if (value.stringValue().length() > longest) {
            wrong(at, TOO_LONG);
        } else {
            return true;
        }
        return false;
    }

    private void url(String at, JsonNode url, boolean required) {
        if (!required && (url.isMissingNode() || url.isNull())) {
            return;
        }
        if (text(at, url, LONGEST_URL) && !TrustedHttp.isAddress(url.stringValue())) {
            wrong(at, NO_ADDRESS);
        }
    }

    private void sha256(String at, JsonNode sha256, boolean required) {
        if (!required && (sha256.isMissingNode() || sha256.isNull())) {
            return;
        }
        if (!sha256.isString() || !SHA256.matcher(sha256.stringValue()).matches()) {
            wrong(at, NO_SHA256);
        }
    }

    private void size(String at, JsonNode size) {
        if (!size.isMissingNode()
                && !size.isNull()
                && (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0)) {
            wrong(at, NO_SIZE);
        }
    }

    /** As strict as the agents, so that whoever writes the manifest is told, and not whoever reads the events of a task. */
    private void path(String at, JsonNode value) {
        if (!text(at, value, LONGEST_PATH)) {
            return;
        }
        String path = Rules.sameFile(value.stringValue());
        boolean staysInside = !path.startsWith("/")
                && !DRIVE.matcher(path).matches()
                && path.chars().noneMatch(Character::isISOControl)
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
        if (!staysInside) {
            wrong(at, LEADS_OUT);
        } else if (!paths.add(path.toLowerCase(Locale.ROOT))) {
            wrong(at, TWICE);
        }
    }

    private void wrong(String field, Text message) {
        wrong.add(new ErrorDetail(field, message));
    }
}
