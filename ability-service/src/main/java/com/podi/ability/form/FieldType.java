package com.podi.ability.form;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a field of a form takes, as JSON Schema. */
public enum FieldType {
    TEXT("一行文本", "one line of text"),
    TEXTAREA("多行文本", "text of several lines"),
    NUMBER("数字", "a number"),
    INTEGER("整数", "an integer"),
    SWITCH("开关", "true or false"),
    SELECT("options中的一个value", "the value of one of the options"),
    IMAGE("图片地址或名称", "the address or the name of a picture"),
    IMAGES("图片地址或名称的列表", "a list of addresses or names of pictures"),
    COLOR("#RRGGBB或#RRGGBBAA颜色", "a colour, #RRGGBB or #RRGGBBAA"),
    JSON("任意JSON", "any JSON");

    static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_ADDRESS = 2_048;
    private static final int MOST_IMAGES = 50;
    private static final String COLOUR = "^#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?$";

    private final String zh;
    private final String en;

    FieldType(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public static Optional<FieldType> of(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst();
    }

    /** As it is written in a form. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String inChinese() {
        return zh;
    }

    public String inEnglish() {
        return en;
    }

    /** Whether it speaks of pictures, which may also come along with the inputs instead of standing in them. */
    public boolean isPicture() {
        return this == IMAGE || this == IMAGES;
    }

    boolean isText() {
        return this == TEXT || this == TEXTAREA;
    }

    boolean isNumber() {
        return this == NUMBER || this == INTEGER;
    }

    ObjectNode schema(Field field, JsonMapper json) {
        return switch (this) {
            case TEXT, TEXTAREA ->
                lengths(typed("string"), "minLength", "maxLength", field, field.required() ? 1 : 0, LONGEST_TEXT);
            case NUMBER -> bounds(typed("number"), field);
            case INTEGER -> bounds(typed("integer"), field);
            case SWITCH -> typed("boolean");
            case SELECT -> choices(field, json);
            case IMAGE -> address();
            case IMAGES -> {
                ObjectNode list = lengths(typed("array"), "minItems", "maxItems", field, 0, MOST_IMAGES);
                list.set("items", address());
                yield list;
            }
            case COLOR -> typed("string").put("pattern", COLOUR);
            case JSON -> JsonNodeFactory.instance.objectNode();
        };
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static ObjectNode address() {
        return typed("string").put("minLength", 1).put("maxLength", LONGEST_ADDRESS);
    }

    private static ObjectNode lengths(
            ObjectNode schema, String least, String most, Field field, int atLeast, int atMost) {
        int min = field.min() == null ? atLeast : Math.max(atLeast, field.min().intValue());
        int max = field.max() == null ? atMost : Math.min(atMost, field.max().intValue());
        if (min > 0) {
            schema.put(least, min);
        }
        return schema.put(most, max);
    }

    private static ObjectNode bounds(ObjectNode schema, Field field) {
        if (field.min() != null) {
            schema.put("minimum", exact(field.min()));
        }
        if (field.max() != null) {
            schema.put("maximum", exact(field.max()));
        }
        return schema;
    }

    private static ObjectNode choices(Field field, JsonMapper json) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode values = schema.putArray("enum");
        List<Option> options = field.options() == null ? List.of() : field.options();
        for (Option option : options) {
            JsonNode value = json.valueToTree(option.value());
            values.add(value);
        }
        return schema;
    }

    /** Without the zeros that only say it was a double. */
    static BigDecimal exact(double bound) {
        BigDecimal number = BigDecimal.valueOf(bound).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }
}
