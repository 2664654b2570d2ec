package com.podi.ability.executor;

import com.podi.ability.form.Unstorable;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.http.TrustedHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What no executor may be, beyond what its fields say of themselves. */
final class ExecutorRules {

    private static final String BUILT_IN = "podi";
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(authorization|password|passwd|secret|token|api[-_]?key|access[-_]?key|cookie).*");
    private static final int LARGEST_CONFIG = 16_384;

    private static final Text NEEDS_NONE = new Text("内置工具不需要执行节点", "the built-in tools need no executor");
    private static final Text NO_ADDRESS =
            new Text("必须是不含用户信息的http或https地址", "must be an http or https address without user info");
    private static final Text NO_OBJECT = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text TOO_LARGE = new Text("过大", "is too large");
    private static final Text IS_SECRET = new Text("密钥不能保存在config中", "secrets must not stand in the config");

    private ExecutorRules() {}

    static void check(ExecutorRequest wanted) {
        List<ErrorDetail> wrong = new ArrayList<>();
        if (wanted.type().equals(BUILT_IN)) {
            wrong.add(new ErrorDetail("type", NEEDS_NONE));
        }
        if (!TrustedHttp.isAddress(wanted.baseUrl())) {
            wrong.add(new ErrorDetail("baseUrl", NO_ADDRESS));
        }
        JsonNode config = wanted.config();
        if (config != null && !config.isNull()) {
            config(config, wrong);
        }
        if (!wrong.isEmpty()) {
            throw ErrorCode.BAD_PARAMETER.withDetails(wrong);
        }
    }

    private static void config(JsonNode config, List<ErrorDetail> wrong) {
        if (!config.isObject()) {
            wrong.add(new ErrorDetail("config", NO_OBJECT));
        } else if (config.toString().length() > LARGEST_CONFIG) {
            wrong.add(new ErrorDetail("config", TOO_LARGE));
        } else {
            secrets("config", config, wrong);
            Unstorable.in("config", config).ifPresent(wrong::add);
        }
    }

    /** It is shown, logged with every change and handed on: keys have a place of their own. */
    private static void secrets(String path, JsonNode value, List<ErrorDetail> wrong) {
        value.properties().forEach(member -> {
            String at = path + "." + member.getKey();
            if (SECRET.matcher(member.getKey()).matches()) {
                wrong.add(new ErrorDetail(at, IS_SECRET));
            }
            secrets(at, member.getValue(), wrong);
        });
        if (value.isArray()) {
            value.forEach(item -> secrets(path, item, wrong));
        }
    }
}
