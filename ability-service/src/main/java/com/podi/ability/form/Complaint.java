package com.podi.ability.form;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.contracts.error.Text;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with an input, told to people by the name they know it by. */
final class Complaint {

    private Complaint() {}

    /** @param keyword of JSON Schema, by which it is wrong */
    static Text about(Field field, String keyword) {
        FieldType type = FieldType.of(field.type()).orElse(FieldType.JSON);
        return switch (keyword) {
            case "required" -> says(field, "不能为空", "is required");
            case "enum" -> options(field);
            case "minimum" -> bound(field, "不能小于", "must not be less than ", field.min());
            case "maximum" -> bound(field, "不能大于", "must not be more than ", field.max());
            case "minLength" ->
                field.min() == null
                        ? says(field, "不能为空", "must not be empty")
                        : length(field, "不能少于%s个字符", "must have at least %s characters", field.min());
            case "maxLength" ->
                type.isText()
                        ? length(field, "不能超过%s个字符", "must not have more than %s characters", longest(field))
                        : says(field, "过长", "is too long");
            case "minItems" -> length(field, "不能少于%s张图片", "must have at least %s pictures", field.min());
            case "maxItems" -> says(field, "图片过多", "has too many pictures");
            default -> kind(field, type);
        };
    }

    private static Text kind(Field field, FieldType type) {
        return switch (type) {
            case TEXT, TEXTAREA -> says(field, "必须是文本", "must be a text");
            case NUMBER -> says(field, "必须是数字", "must be a number");
            case INTEGER -> says(field, "必须是整数", "must be an integer");
            case SWITCH -> says(field, "必须是true或false", "must be true or false");
            case COLOR -> says(field, "必须是#RRGGBB颜色", "must be a colour such as #RRGGBB");
            case IMAGE -> says(field, "必须是图片地址", "must be the address of a picture");
            case IMAGES -> says(field, "必须是图片地址列表", "must be a list of addresses of pictures");
            case SELECT, JSON -> says(field, "无效", "is not valid");
        };
    }

    private static Text options(Field field) {
        List<Option> options = field.options() == null ? List.of() : field.options();
        List<String> values =
                options.stream().map(option -> option.value().toString()).toList();
        return says(field, "必须是" + enumerate(values, "、", "或"), "must be " + enumerate(values, ", ", " or "));
    }

    private static Text bound(Field field, String zh, String en, @Nullable Double bound) {
        return says(field, zh + plain(bound), en + plain(bound));
    }

    private static Text length(Field field, String zh, String en, @Nullable Double bound) {
        return says(field, zh.formatted(plain(bound)), en.formatted(plain(bound)));
    }

    private static double longest(Field field) {
        return field.max() == null ? FieldType.LONGEST_TEXT : Math.min(FieldType.LONGEST_TEXT, field.max());
    }

    private static String plain(@Nullable Double bound) {
        return bound == null ? "" : FieldType.exact(bound).toPlainString();
    }

    private static String enumerate(List<String> values, String separator, String last) {
        int end = values.size() - 1;
        return end < 1
                ? String.join("", values)
                : values.subList(0, end).stream().collect(Collectors.joining(separator)) + last + values.get(end);
    }

    private static Text says(Field field, String zh, String en) {
        return new Text(field.label() + zh, field.labelEn() + " " + en);
    }
}
