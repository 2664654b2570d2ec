package com.podi.ability.executor;

import com.podi.ability.form.Unstorable;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.http.TrustedHttp;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What no executor may be, beyond what its fields say of themselves. */
final class ExecutorRules {

    private static final String BUILT_IN = "podi";
    private static final String DECLARED = "http";
    private static final String CALLS = "calls";
    private static final String KIE = "kie";
    private static final String UPLOADS = "uploadUrl";
    private static final int LARGEST_CONFIG = 16_384;
    private static final int LONGEST_ADDRESS = 500;

    private static final Text NEEDS_NONE = new Text("内置工具不需要执行节点", "the built-in tools need no executor");
    private static final Text NO_ADDRESS =
            new Text("必须是不含用户信息的http或https地址", "must be an http or https address without user info");
    private static final Text NO_OBJECT = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text TOO_LARGE = new Text("过大", "is too large");

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
            config(wanted.type(), config, wrong);
        }
        if (!wrong.isEmpty()) {
            throw ErrorCode.BAD_PARAMETER.withDetails(wrong);
        }
    }

    private static void config(String type, JsonNode config, List<ErrorDetail> wrong) {
        if (!config.isObject()) {
            wrong.add(new ErrorDetail("config", NO_OBJECT));
        } else if (config.toString().length() > LARGEST_CONFIG) {
            wrong.add(new ErrorDetail("config", TOO_LARGE));
        } else {
            new ConfigSecrets(wrong).find("config", config);
            Unstorable.in("config", config).ifPresent(wrong::add);
            if (type.equals(DECLARED) && config.has(CALLS)) {
                new DeclaredCalls(wrong).check("config." + CALLS, config.path(CALLS));
            }
            if (type.equals(KIE) && config.hasNonNull(UPLOADS) && !isAddress(config.path(UPLOADS))) {
                wrong.add(new ErrorDetail("config." + UPLOADS, NO_ADDRESS));
            }
        }
    }

    /** Keys and pictures go there, too. */
    private static boolean isAddress(JsonNode url) {
        return url.isString()
                && url.stringValue().length() <= LONGEST_ADDRESS
                && TrustedHttp.isAddress(url.stringValue());
    }
}
