package com.podi.comfyui.agent;

import com.podi.comfyui.catalog.Rules;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.http.TrustedHttp;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An agent as it shall be; what is absent gets its default.
 *
 * @param id for a new one, if it shall not be made up
 * @param revision the one that was seen; a PUT without it overwrites
 */
record AgentRequest(
        @Nullable @Pattern(regexp = Rules.ID) String id,
        @NotBlank @Size(max = 100) String name,
        @Nullable @Size(min = 1, max = 32) String role,
        @NotBlank @Size(max = 500) String baseUrl,
        @Nullable Boolean allowed,
        @Nullable JsonNode config,
        @Nullable @Positive Integer revision) {

    private static final int LARGEST_CONFIG = 16_384;
    private static final Text NO_ADDRESS =
            new Text("必须是不含用户信息的http或https地址", "must be an http or https address without user info");
    private static final Text NO_OBJECT = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text TOO_LARGE = new Text("过大", "is too large");

    AgentRequest {
        role = role == null ? "full" : role;
        allowed = allowed == null || allowed;
    }

    /** What the fields cannot say of themselves. */
    void check() {
        List<ErrorDetail> wrong = new ArrayList<>();
        if (!TrustedHttp.isAddress(baseUrl)) {
            wrong.add(new ErrorDetail("baseUrl", NO_ADDRESS));
        }
        if (config != null && !config.isNull() && !config.isObject()) {
            wrong.add(new ErrorDetail("config", NO_OBJECT));
        } else if (config != null && config.toString().length() > LARGEST_CONFIG) {
            wrong.add(new ErrorDetail("config", TOO_LARGE));
        }
        if (!wrong.isEmpty()) {
            throw ErrorCode.BAD_PARAMETER.withDetails(wrong);
        }
    }

    String configText() {
        return config == null || config.isNull() ? "{}" : config.toString();
    }
}
