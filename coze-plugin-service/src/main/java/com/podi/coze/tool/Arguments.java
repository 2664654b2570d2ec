package com.podi.coze.tool;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What was sent along with a call. Coze fills what its user left out, so that an empty text is none. */
public final class Arguments {

    private static final Text NOT_AN_OBJECT = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text NOT_A_TEXT = new Text("必须是文本", "must be a text");
    private static final Text NOT_A_NUMBER = new Text("必须是整数", "must be an integer");

    private final JsonNode values;

    private Arguments(JsonNode values) {
        this.values = values;
    }

    /** @param body null where there was none */
    public static Arguments of(@Nullable JsonNode body) {
        if (body == null || body.isNull() || body.isMissingNode()) {
            return new Arguments(JsonNodeFactory.instance.objectNode());
        }
        if (!body.isObject()) {
            throw ErrorCode.BAD_PARAMETER.at("body", NOT_AN_OBJECT);
        }
        return new Arguments(body);
    }

    public Optional<JsonNode> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !isEmpty(value));
    }

    /** A number or a truth is as good as its text. */
    public Optional<String> text(String name) {
        return get(name).map(value -> {
            if (!value.isValueNode()) {
                throw ErrorCode.BAD_PARAMETER.at(name, NOT_A_TEXT);
            }
            return value.asString().strip();
        });
    }

    /** Without what is behind the point. */
    public Optional<Integer> integer(String name) {
        return text(name).map(text -> {
            try {
                return new BigDecimal(text).intValue();
            } catch (NumberFormatException notANumber) {
                throw ErrorCode.BAD_PARAMETER.at(name, NOT_A_NUMBER);
            }
        });
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isString() && value.asString().isBlank();
    }
}
