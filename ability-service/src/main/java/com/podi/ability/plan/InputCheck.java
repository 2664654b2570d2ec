package com.podi.ability.plan;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Checks what a client sent against the form of the ability, and completes it with the defaults. */
final class InputCheck {

    private static final int LONGEST_TEXT = 20_000;

    private final JsonMapper json;
    private final List<AbilityView.Field> fields;

    InputCheck(JsonMapper json, List<AbilityView.Field> fields) {
        this.json = json;
        this.fields = fields;
    }

    /** @return the inputs with defaults filled in, in the order of the form */
    ObjectNode complete(JsonNode inputs) {
        if (!inputs.isObject()) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at("inputs", new Text("必须是JSON对象", "must be a JSON object"));
        }
        List<ErrorDetail> wrong = new ArrayList<>();
        for (String name : inputs.propertyNames()) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                wrong.add(new ErrorDetail(name, new Text("没有这个参数", "is not an input of this ability")));
            }
        }
        ObjectNode complete = json.createObjectNode();
        for (AbilityView.Field field : fields) {
            JsonNode given = inputs.get(field.name());
            if (given == null || given.isNull()) {
                if (field.defaultValue() != null) {
                    complete.set(field.name(), json.valueToTree(field.defaultValue()));
                } else if (field.required()) {
                    wrong.add(new ErrorDetail(field.name(), says(field, "不能为空", "is required")));
                }
                continue;
            }
            problem(field, given).ifPresent(problem -> wrong.add(new ErrorDetail(field.name(), problem)));
            complete.set(field.name(), given);
        }
        if (!wrong.isEmpty()) {
            throw ErrorCode.ABILITY_INPUT_INVALID.withDetails(wrong);
        }
        return complete;
    }

    private Optional<Text> problem(AbilityView.Field field, JsonNode value) {
        return switch (field.type()) {
            case "select" -> chosen(field, value);
            case "integer" ->
                value.isIntegralNumber() ? bounded(field, value) : is(field, "必须是整数", "must be an integer");
            case "number" -> value.isNumber() ? bounded(field, value) : is(field, "必须是数字", "must be a number");
            case "switch" -> value.isBoolean() ? Optional.empty() : is(field, "必须是true或false", "must be true or false");
            case "json" -> Optional.empty();
            case "color" ->
                value.isString() && value.asString().matches("#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?")
                        ? Optional.empty()
                        : is(field, "必须是#RRGGBB颜色", "must be a colour such as #RRGGBB");
            default ->
                value.isString() && value.asString().length() <= LONGEST_TEXT
                        ? Optional.empty()
                        : is(field, "必须是文本", "must be a text");
        };
    }

    private Optional<Text> chosen(AbilityView.Field field, JsonNode value) {
        List<AbilityView.Option> options = field.options() == null ? List.of() : field.options();
        boolean known = options.stream().anyMatch(option -> sameValue(json.valueToTree(option.value()), value));
        if (known) {
            return Optional.empty();
        }
        List<String> values =
                options.stream().map(option -> option.value().toString()).toList();
        return is(field, "必须是" + enumerate(values, "、", "或"), "must be " + enumerate(values, ", ", " or "));
    }

    private static boolean sameValue(JsonNode option, JsonNode value) {
        return option.isNumber() && value.isNumber()
                ? option.decimalValue().compareTo(value.decimalValue()) == 0
                : option.equals(value);
    }

    private static Optional<Text> bounded(AbilityView.Field field, JsonNode value) {
        BigDecimal number = value.decimalValue();
        if (field.min() != null && number.compareTo(BigDecimal.valueOf(field.min())) < 0) {
            return is(field, "不能小于" + plain(field.min()), "must not be less than " + plain(field.min()));
        }
        if (field.max() != null && number.compareTo(BigDecimal.valueOf(field.max())) > 0) {
            return is(field, "不能大于" + plain(field.max()), "must not be more than " + plain(field.max()));
        }
        return Optional.empty();
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    private static String enumerate(List<String> values, String separator, String last) {
        int end = values.size() - 1;
        return end < 1
                ? String.join("", values)
                : values.subList(0, end).stream().collect(Collectors.joining(separator)) + last + values.get(end);
    }

    private static Optional<Text> is(AbilityView.Field field, String zh, String en) {
        return Optional.of(says(field, zh, en));
    }

    private static Text says(AbilityView.Field field, String zh, String en) {
        return new Text(field.label() + zh, field.labelEn() + " " + en);
    }
}
