package com.podi.comfyui.dispatch;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What agents may say in their own shape has a limit. */
final class AgentWords {

    private static final int LARGEST = 262_144;
    private static final Text TOO_LARGE = new Text("过大", "is too large");

    private AgentWords() {}

    static void mustFit(String field, @Nullable JsonNode words) {
        if (words != null && words.toString().length() > LARGEST) {
            throw ErrorCode.BAD_PARAMETER.at(field, TOO_LARGE);
        }
    }
}
