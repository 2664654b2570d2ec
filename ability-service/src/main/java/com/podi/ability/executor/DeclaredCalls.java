package com.podi.ability.executor;

import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The shape of what the config of an {@code http} executor declares; task-worker reads it when it calls. */
final class DeclaredCalls {

    private static final Set<String> OF_A_CALL = Set.of(
            "method", "path", "headers", "sendKey", "as", "body", "idempotent", "result", "job", "words", "troubles");
    private static final Set<String> OF_A_KEY = Set.of("header", "prefix", "query");
    private static final Set<String> OF_A_RESULT = Set.of("images", "base64", "videos", "texts");
    private static final Set<String> OF_A_JOB =
            Set.of("id", "path", "state", "done", "failed", "percent", "unknownStatus");
    private static final Set<String> OF_A_TROUBLE = Set.of("at", "is", "means");

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH");
    private static final Set<String> FORMS = Set.of("json", "form", "multipart");
    private static final Set<String> TROUBLES = Set.of(
            "inputs",
            "content",
            "picture_format",
            "picture_size",
            "key",
            "token",
            "throttled",
            "credit",
            "setup",
            "provider",
            "silence",
            "job_unknown");

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern PLACE = Pattern.compile("\\{\\{([^}]*)}}");
    private static final Pattern KNOWN_PLACE = Pattern.compile(
            "input\\.[a-zA-Z0-9_.-]+|picture\\.[1-9]\\d{0,2}(\\.(base64|dataUri))?|model|taskId|attempt|job");

    private static final Text MISSING = new Text("不能为空", "must not be empty");
    private static final Text NO_OBJECT = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text NO_LIST = new Text("必须是非空列表", "must be a list that is not empty");
    private static final Text NO_TEXT = new Text("必须是文本", "must be a text");
    private static final Text NO_PATH = new Text("必须以/开头", "must begin with /");
    private static final Text NO_JOB = new Text("必须包含{{job}}", "must contain {{job}}");
    private static final Text NO_NAME = new Text("不是合法的请求头名称", "is no name of a header");
    private static final Text NO_STATUS = new Text("必须是HTTP状态码", "must be an HTTP status");
    private static final Text NO_SWITCH = new Text("必须是true或false", "must be true or false");
    private static final Text NO_FIELD = new Text("没有这个字段", "is no field of a declaration");
    private static final Text ONE_PLACE = new Text("header与query必须且只能有一个", "needs either a header or a query");

    private final List<ErrorDetail> wrong;

    DeclaredCalls(List<ErrorDetail> wrong) {
        this.wrong = wrong;
    }

    void check(String at, JsonNode calls) {
        if (object(at, calls)) {
            calls.properties().forEach(call -> call(at + "." + call.getKey(), call.getValue()));
        }
    }

    private void call(String at, JsonNode call) {
        if (!fields(at, call, OF_A_CALL)) {
            return;
        }
        path(at + ".path", call.path("path"));
        oneOf(at + ".method", call.path("method"), METHODS);
        oneOf(at + ".as", inLowerCase(call.path("as")), FORMS);
        headers(at + ".headers", call.path("headers"));
        key(at + ".sendKey", call.path("sendKey"));
        body(at + ".body", call);
        if (isThere(call.path("idempotent")) && !call.path("idempotent").isBoolean()) {
            refuse(at + ".idempotent", NO_SWITCH);
        }
        result(at + ".result", call.path("result"));
        job(at + ".job", call.path("job"));
        pointer(at + ".words", call.path("words"), false);
        troubles(at + ".troubles", call.path("troubles"));
    }

    private void headers(String at, JsonNode headers) {
        if (isThere(headers) && object(at, headers)) {
            headers.properties().forEach(header -> {
                String name = at + "." + header.getKey();
                if (!HEADER_NAME.matcher(header.getKey()).matches()) {
                    refuse(name, NO_NAME);
                }
                if (text(name, header.getValue(), false)) {
                    places(name, header.getValue());
                }
            });
        }
    }

    private void key(String at, JsonNode key) {
        if (isThere(key) && fields(at, key, OF_A_KEY)) {
            text(at + ".header", key.path("header"), false);
            text(at + ".prefix", key.path("prefix"), false);
            text(at + ".query", key.path("query"), false);
            if (isThere(key.path("header")) == isThere(key.path("query"))) {
                refuse(at, ONE_PLACE);
            } else if (key.path("header").isString()
                    && !HEADER_NAME.matcher(key.path("header").stringValue()).matches()) {
                refuse(at + ".header", NO_NAME);
            }
        }
    }

    private void body(String at, JsonNode call) {
        JsonNode body = call.path("body");
        boolean hasFields =
                call.path("as").isString() && !call.path("as").stringValue().equalsIgnoreCase("json");
        if (isThere(body) && (!hasFields || object(at, body))) {
            places(at, body);
        }
    }

    private void result(String at, JsonNode result) {
        if (fields(at, result, OF_A_RESULT)) {
            OF_A_RESULT.forEach(kind -> pointer(at + "." + kind, result.path(kind), false));
            if (OF_A_RESULT.stream().noneMatch(kind -> isThere(result.path(kind)))) {
                refuse(at, MISSING);
            }
        }
    }

    private void job(String at, JsonNode job) {
        if (isThere(job) && fields(at, job, OF_A_JOB)) {
            pointer(at + ".id", job.path("id"), true);
            pointer(at + ".state", job.path("state"), true);
            pointer(at + ".percent", job.path("percent"), false);
            path(at + ".path", job.path("path"));
            if (job.path("path").isString() && !job.path("path").stringValue().contains("{{job}}")) {
                refuse(at + ".path", NO_JOB);
            }
            texts(at + ".done", job.path("done"));
            if (isThere(job.path("failed"))) {
                texts(at + ".failed", job.path("failed"));
            }
            JsonNode status = job.path("unknownStatus");
            if (isThere(status) && !(status.isInt() && status.intValue() >= 200 && status.intValue() <= 599)) {
                refuse(at + ".unknownStatus", NO_STATUS);
            }
        }
    }

    private void troubles(String at, JsonNode troubles) {
        if (!isThere(troubles)) {
            return;
        }
        if (!troubles.isArray()) {
            refuse(at, NO_LIST);
        }
        for (int number = 0; number < troubles.size(); number++) {
            String one = "%s[%d]".formatted(at, number);
            JsonNode trouble = troubles.path(number);
            if (fields(one, trouble, OF_A_TROUBLE)) {
                pointer(one + ".at", trouble.path("at"), true);
                texts(one + ".is", trouble.path("is"));
                if (text(one + ".means", trouble.path("means"), true)) {
                    oneOf(one + ".means", inLowerCase(trouble.path("means")), TROUBLES);
                }
            }
        }
    }

    private void path(String at, JsonNode path) {
        if (text(at, path, true)) {
            if (!path.stringValue().startsWith("/")) {
                refuse(at, NO_PATH);
            }
            places(at, path);
        }
    }

    private void pointer(String at, JsonNode pointer, boolean isNeeded) {
        if (text(at, pointer, isNeeded) && !pointer.stringValue().startsWith("/")) {
            refuse(at, NO_PATH);
        }
    }

    private void texts(String at, JsonNode texts) {
        if (!texts.isArray() || texts.isEmpty() || !texts.valueStream().allMatch(JsonNode::isString)) {
            refuse(at, NO_LIST);
        }
    }

    /** What is filled in, wherever it stands. */
    private void places(String at, JsonNode value) {
        if (value.isString()) {
            Matcher place = PLACE.matcher(value.stringValue());
            while (place.find()) {
                if (!KNOWN_PLACE.matcher(place.group(1)).matches()) {
                    refuse(at, new Text("没有占位符" + place.group(), "there is no " + place.group()));
                }
            }
        }
        value.properties().forEach(member -> places(at + "." + member.getKey(), member.getValue()));
        if (value.isArray()) {
            for (int item = 0; item < value.size(); item++) {
                places("%s[%d]".formatted(at, item), value.get(item));
            }
        }
    }

    private void oneOf(String at, JsonNode value, Set<String> words) {
        if (text(at, value, false) && !words.contains(value.stringValue())) {
            String list = String.join(", ", new TreeSet<>(words));
            refuse(at, new Text("必须是其中之一：" + list, "must be one of " + list));
        }
    }

    private static JsonNode inLowerCase(JsonNode value) {
        return value.isString() ? StringNode.valueOf(value.stringValue().toLowerCase(Locale.ROOT)) : value;
    }

    /** @return whether there is one to be looked at */
    private boolean text(String at, JsonNode value, boolean isNeeded) {
        if (isThere(value) ? !value.isString() : isNeeded) {
            refuse(at, isThere(value) ? NO_TEXT : MISSING);
        }
        return value.isString();
    }

    private boolean fields(String at, JsonNode value, Set<String> known) {
        if (!object(at, value)) {
            return false;
        }
        value.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> refuse(at + "." + name, NO_FIELD));
        return true;
    }

    private boolean object(String at, JsonNode value) {
        if (!value.isObject()) {
            refuse(at, isThere(value) ? NO_OBJECT : MISSING);
        }
        return value.isObject();
    }

    private static boolean isThere(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private void refuse(String at, Text why) {
        wrong.add(new ErrorDetail(at, why));
    }
}
