package com.podi.comfyui.diff;

import com.podi.comfyui.catalog.Rules;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Either nodes to be compared now, or a snapshot to be kept.
 *
 * @param executorIds at least two
 */
record DiffRequest(
        @Nullable @Pattern(regexp = Rules.ID) String id,
        @NotBlank @Size(max = 100) String name,
        @Nullable @Size(max = 50) List<@NotBlank @Size(max = 64) String> executorIds,
        @Nullable JsonNode snapshot) {

    private static final int LARGEST = 8_000_000;
    private static final Text TWO = new Text("至少需要两个不同的执行节点", "at least two different executors are needed");
    private static final Text ONE_OF = new Text("executorIds与snapshot必须且只能提供一个", "either executorIds or snapshot");
    private static final Text NO_OBJECT = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text TOO_LARGE = new Text("过大", "is too large");

    boolean isBrought() {
        return snapshot != null && !snapshot.isNull();
    }

    void check() {
        if (isBrought()) {
            if (executorIds != null && !executorIds.isEmpty()) {
                throw ErrorCode.BAD_PARAMETER.at("snapshot", ONE_OF);
            }
            if (!snapshot.isObject()) {
                throw ErrorCode.BAD_PARAMETER.at("snapshot", NO_OBJECT);
            }
            if (snapshot.toString().length() > LARGEST) {
                throw ErrorCode.BAD_PARAMETER.at("snapshot", TOO_LARGE);
            }
        } else if (executorIds == null || executorIds.stream().distinct().count() < 2) {
            throw ErrorCode.BAD_PARAMETER.at("executorIds", TWO);
        }
    }
}
