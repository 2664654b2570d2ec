package com.podi.ability.form;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whether fields make a form that clients can show and inputs can pass. */
public final class FieldCheck {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final int MOST_FIELDS = 100;
    private static final int MOST_OPTIONS = 500;
    private static final int LONGEST_LABEL = 200;
    private static final int LONGEST_DESCRIPTION = 2_000;

    private static final Text TOO_MANY = new Text("字段过多", "has too many fields");
    private static final Text BAD_NAME =
            new Text("必须是字母开头的字母、数字和下划线，最多64个", "must be up to 64 letters, digits and underscores, a letter first");
    private static final Text TWICE = new Text("重复", "is there twice");
    private static final Text NO_TYPE = new Text("没有这种字段类型", "is not a type of field");
    private static final Text TOO_LONG = new Text("过长", "is too long");
    private static final Text NEEDS_OPTIONS = new Text("select需要1到500个选项", "a select needs 1 to 500 options");
    private static final Text NO_OPTIONS = new Text("只有select可以有选项", "only a select has options");
    private static final Text BAD_OPTION =
            new Text("选项的值必须是文本、数字或布尔值", "the value of an option is a text, a number or a boolean");
    private static final Text BAD_BOUNDS = new Text("最小值不能大于最大值", "must not be less than min");
    private static final Text BAD_DEFAULT = new Text("默认值不符合字段要求", "is not what the field takes");

    private final JsonMapper json;
    private final List<ErrorDetail> wrong = new ArrayList<>();

    private FieldCheck(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param path of the fields in what the client sent
     * @return what is wrong with them, nothing if they are a form
     */
    public static List<ErrorDetail> problems(JsonMapper json, String path, List<Field> fields) {
        FieldCheck check = new FieldCheck(json);
        if (fields.size() > MOST_FIELDS) {
            return List.of(new ErrorDetail(path, TOO_MANY));
        }
        Set<String> names = new HashSet<>();
        for (int place = 0; place < fields.size(); place++) {
            String at = path + "[" + place + "]";
            Field field = fields.get(place);
            check.require(field.name() == null || names.add(field.name()), at + ".name", TWICE);
            check.field(at, field);
        }
        return List.copyOf(check.wrong);
    }

    private void field(String at, Field field) {
        int before = wrong.size();
        require(field.name() != null && NAME.matcher(field.name()).matches(), at + ".name", BAD_NAME);
        FieldType type = FieldType.of(field.type()).orElse(null);
        require(type != null, at + ".type", NO_TYPE);
        if (wrong.size() > before || type == null) {
            return;
        }
        require(field.label().length() <= LONGEST_LABEL, at + ".label", TOO_LONG);
        require(field.labelEn().length() <= LONGEST_LABEL, at + ".labelEn", TOO_LONG);
        require(
                field.description() == null || field.description().length() <= LONGEST_DESCRIPTION,
                at + ".description",
                TOO_LONG);
        options(at + ".options", type, field.options());
        require(isFinite(field.min()), at + ".min", BAD_BOUNDS);
        require(isFinite(field.max()), at + ".max", BAD_BOUNDS);
        require(field.min() == null || field.max() == null || field.min() <= field.max(), at + ".max", BAD_BOUNDS);
        if (wrong.size() == before && field.defaultValue() != null) {
            require(takesItsDefault(field), at + ".default", BAD_DEFAULT);
        }
    }

    private void options(String at, FieldType type, @Nullable List<Option> options) {
        if (type != FieldType.SELECT) {
            require(options == null || options.isEmpty(), at, NO_OPTIONS);
            return;
        }
        boolean some = options != null && !options.isEmpty() && options.size() <= MOST_OPTIONS;
        require(some, at, NEEDS_OPTIONS);
        if (some) {
            require(options.stream().allMatch(FieldCheck::isSimple), at, BAD_OPTION);
            require(
                    options.stream()
                                    .map(Option::value)
                                    .map(String::valueOf)
                                    .distinct()
                                    .count()
                            == options.size(),
                    at,
                    TWICE);
        }
    }

    private static boolean isSimple(@Nullable Option option) {
        return option != null
                && Stream.of(String.class, Number.class, Boolean.class)
                        .anyMatch(kind -> kind.isInstance(option.value()))
                && !(option.value() instanceof Double number && !Double.isFinite(number));
    }

    private boolean takesItsDefault(Field field) {
        ObjectNode inputs = json.createObjectNode();
        JsonNode value = json.valueToTree(field.defaultValue());
        inputs.set(field.name(), value);
        return new InputForm(json, List.of(field)).takes(inputs);
    }

    private static boolean isFinite(@Nullable Double bound) {
        return bound == null || Double.isFinite(bound);
    }

    private void require(boolean holds, String field, Text otherwise) {
        if (!holds) {
            wrong.add(new ErrorDetail(field, otherwise));
        }
    }
}
