package com.podi.comfyui.dispatch;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param manifestId what there is to do by; only a restart needs none
 * @param expiresAt when nobody needs it any more; in an hour, if it is absent
 */
record TaskRequest(
        @NotBlank @Size(max = 64) String agentId,
        @Nullable @Size(max = 64) String manifestId,

        @NotEmpty @Size(max = 4)
        List<@NotNull @Pattern(regexp = "sync_models|sync_plugins|sync_workflows|restart") String> actions,

        @Nullable Instant expiresAt) {

    static final String RESTART = "restart";

    private static final Duration USUAL_LIFE = Duration.ofMinutes(60);
    private static final Duration LONGEST_LIFE = Duration.ofDays(30);
    private static final Text REQUIRED = new Text("缺少该参数", "is required");
    private static final Text NOT_THEN = new Text("必须是30天之内的未来时间", "must be in the future, within 30 days");

    List<String> distinctActions() {
        return actions.stream().distinct().toList();
    }

    @Nullable
    String manifest() {
        if (manifestId == null && !distinctActions().equals(List.of(RESTART))) {
            throw ErrorCode.BAD_PARAMETER.at("manifestId", REQUIRED);
        }
        return manifestId;
    }

    Instant expiry(Instant now) {
        Instant wanted = expiresAt == null ? now.plus(USUAL_LIFE) : expiresAt;
        if (!wanted.isAfter(now) || wanted.isAfter(now.plus(LONGEST_LIFE))) {
            throw ErrorCode.BAD_PARAMETER.at("expiresAt", NOT_THEN);
        }
        return wanted;
    }
}
