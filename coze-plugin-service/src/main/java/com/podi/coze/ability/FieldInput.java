package com.podi.coze.ability;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.task.TaskSubmission.Picture;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import com.podi.coze.tool.Arguments;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * A field of an ability's form, flat as Coze wants it. What can be understood is turned into what the form takes;
 * everything else goes on as it is, since whoever checks the form says best what is wrong.
 */
final class FieldInput {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** As many as surely fit. */
    private static final int LONG_DIGITS = 18;

    private static final Text NOT_JSON = new Text("必须是JSON文本", "must be JSON text");

    private final Field field;
    private final String name;
    private final Kind kind;

    FieldInput(Field field, String name) {
        this.field = field;
        this.name = name;
        this.kind = kindOf(field);
    }

    String fieldName() {
        return field.name();
    }

    Property property() {
        List<?> choices = options().stream().map(this::offered).toList();
        Object preset = preset().filter(value -> choices.isEmpty() || choices.contains(value))
                .orElse(null);
        return new Property(name, kind, field.required(), description(preset), preset, choices, List.of());
    }

    /** Pictures go beside the inputs, under the name of their field. */
    boolean isPicture() {
        return field.type().equals("image") || field.type().equals("images");
    }

    List<Picture> pictures(Arguments arguments) {
        return arguments
                .get(name)
                .filter(this::isLegalHere)
                .map(given -> field.type().equals("image") ? Addresses.one(name, given) : Addresses.all(name, given))
                .orElse(List.of())
                .stream()
                .map(address -> new Picture(field.name(), address))
                .toList();
    }

    /** @return nothing where nothing was given */
    Optional<JsonNode> read(Arguments arguments) {
        return arguments.get(name).filter(this::isLegalHere).map(this::understood);
    }

    /** A workflow of Coze sends 0 for a number that nobody filled in. */
    private boolean isLegalHere(JsonNode given) {
        return switch (field.type()) {
            case "number", "integer" ->
                !isZero(given)
                        || (field.min() == null || field.min() <= 0) && (field.max() == null || field.max() >= 0);
            case "select" -> !isZero(given) || options().stream().anyMatch(option -> isChosen(option, given));
            case "image", "images", "color", "json" -> !given.isNumber() || !isZero(given);
            default -> true;
        };
    }

    private JsonNode understood(JsonNode given) {
        return switch (field.type()) {
            case "number" ->
                number(given).<JsonNode>map(value -> NODES.numberNode(value)).orElse(given);
            case "integer" -> number(given).map(FieldInput::integer).orElse(given);
            case "switch" -> truth(given);
            case "select" ->
                options().stream()
                        .filter(option -> isChosen(option, given))
                        .findFirst()
                        .<JsonNode>map(option -> JSON.valueToTree(option.value()))
                        .orElse(given);
            case "json" -> given.isString() ? parsed(given.asString()) : given;
            default -> given.isValueNode() ? StringNode.valueOf(given.asString()) : given;
        };
    }

    private static Optional<BigDecimal> number(JsonNode given) {
        if (given.isNumber()) {
            return Optional.of(given.decimalValue());
        }
        try {
            return given.isString()
                    ? Optional.of(new BigDecimal(given.asString().strip()))
                    : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** 4.7 stays 4.7, and is refused as such. */
    private static JsonNode integer(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() <= 0 && plain.precision() - plain.scale() <= LONG_DIGITS
                ? NODES.numberNode(plain.longValueExact())
                : NODES.numberNode(number);
    }

    private static JsonNode truth(JsonNode given) {
        return switch (given.asString("").strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on", "是" -> BooleanNode.TRUE;
            case "false", "0", "no", "off", "否" -> BooleanNode.FALSE;
            default -> given;
        };
    }

    private static boolean isZero(JsonNode given) {
        return number(given).filter(value -> value.signum() == 0).isPresent();
    }

    private static boolean isChosen(Option option, JsonNode given) {
        String value = String.valueOf(option.value());
        if (given.isValueNode() && value.equals(given.asString().strip())) {
            return true;
        }
        return option.value() instanceof Number number
                && number(given)
                        .filter(wanted -> wanted.compareTo(new BigDecimal(number.toString())) == 0)
                        .isPresent();
    }

    private JsonNode parsed(String given) {
        try {
            return JSON.readTree(given);
        } catch (JacksonException broken) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at(name, NOT_JSON);
        }
    }

    private List<Option> options() {
        return field.options() == null ? List.of() : field.options();
    }

    private static Kind kindOf(Field field) {
        return switch (field.type()) {
            case "number" -> Kind.NUMBER;
            case "integer" -> Kind.INTEGER;
            case "switch" -> Kind.SWITCH;
            case "image" -> Kind.IMAGE;
            case "select" -> kindOf(field.options() == null ? List.of() : field.options());
            default -> Kind.TEXT;
        };
    }

    /** Where choices are of several kinds, all of them are written as text. */
    private static Kind kindOf(List<Option> options) {
        List<Kind> kinds = options.stream()
                .map(option -> kindOf(option.value()))
                .distinct()
                .toList();
        if (kinds.size() == 1) {
            return kinds.get(0);
        }
        return !kinds.isEmpty() && List.of(Kind.INTEGER, Kind.NUMBER).containsAll(kinds) ? Kind.NUMBER : Kind.TEXT;
    }

    private static Kind kindOf(@Nullable Object value) {
        if (value instanceof Boolean) {
            return Kind.SWITCH;
        }
        if (value instanceof Number number) {
            return isIntegral(number) ? Kind.INTEGER : Kind.NUMBER;
        }
        return Kind.TEXT;
    }

    private static boolean isIntegral(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    /** A choice as the kind writes it. */
    private Object offered(Option option) {
        return switch (kind) {
            case TEXT -> String.valueOf(option.value());
            case INTEGER -> ((Number) option.value()).longValue();
            default -> option.value();
        };
    }

    private Optional<Object> preset() {
        Object value = field.defaultValue();
        if (value == null) {
            return Optional.empty();
        }
        return switch (kind) {
            case TEXT ->
                Optional.of(written(value)).filter(text -> !text.isBlank()).map(Object.class::cast);
            case INTEGER -> whole(value);
            case NUMBER -> Optional.of(value).filter(Number.class::isInstance);
            case SWITCH -> Optional.of(value).filter(Boolean.class::isInstance);
            default -> Optional.empty();
        };
    }

    private String written(Object value) {
        if (field.type().equals("json")) {
            return JSON.writeValueAsString(value);
        }
        return value instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining("\n"))
                : String.valueOf(value);
    }

    private static Optional<Object> whole(Object value) {
        if (!(value instanceof Number number)) {
            return Optional.empty();
        }
        JsonNode integer = integer(new BigDecimal(number.toString()));
        return integer.isIntegralNumber() ? Optional.of(integer.longValue()) : Optional.empty();
    }

    private String description(@Nullable Object preset) {
        String label = field.label().equals(field.labelEn()) ? field.label() : field.label() + " / " + field.labelEn();
        String head = label
                + (field.description() == null || field.description().isBlank() ? "." : ": " + field.description());
        List<String> tail = new ArrayList<>();
        bounds().ifPresent(tail::add);
        if (!options().isEmpty()) {
            tail.add("One of " + options().stream().map(FieldInput::choice).collect(Collectors.joining(", ")) + ".");
        }
        switch (field.type()) {
            case "image" -> tail.add("An http or https address.");
            case "images" -> tail.add("http or https addresses, one a line.");
            case "color" -> tail.add("As #RRGGBB or #RRGGBBAA.");
            case "json" -> tail.add("As JSON text.");
            default -> {}
        }
        if (preset != null && !String.valueOf(preset).isBlank()) {
            tail.add(0, "Default " + preset + ".");
        }
        return Wording.inCharacters(head, String.join(" ", tail), Property.LONGEST_DESCRIPTION);
    }

    private Optional<String> bounds() {
        String what =
                switch (field.type()) {
                    case "number", "integer" -> "";
                    case "text", "textarea" -> " characters";
                    case "images" -> " pictures";
                    default -> null;
                };
        if (what == null || field.min() == null && field.max() == null) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(bound("at least ", field.min()), bound("at most ", field.max()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", ", "", what + ".")));
    }

    private static Optional<String> bound(String word, @Nullable Double value) {
        return value == null
                ? Optional.empty()
                : Optional.of(
                        word + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
    }

    private static String choice(Option option) {
        String value = String.valueOf(option.value());
        return option.label().equals(value) ? value : value + " (" + option.label() + ")";
    }
}
