package com.podi.ability.form;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The form of an ability: checks what a client sent against its JSON Schema, and completes it with the defaults. */
public final class InputForm {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final int MOST_INPUTS = 1_000;

    /** Every event that tells of the call carries them. */
    private static final int LONGEST_INPUTS = 256 * 1024;

    private static final int MOST_DETAILS = 100;
    private static final Text NOT_AN_OBJECT = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text TOO_MANY = new Text("参数过多", "are too many");
    private static final Text TOO_LARGE = new Text("总长不得超过256 KiB", "must be at most 256 KiB together");
    private static final Text UNKNOWN = new Text("没有这个参数", "is not an input of this ability");

    private final JsonMapper json;
    private final List<Field> fields;
    private final ObjectNode jsonSchema;
    private final Schema schema;

    public InputForm(JsonMapper json, List<Field> fields) {
        this.json = json;
        this.fields = List.copyOf(fields);
        this.jsonSchema = write();
        this.schema = SCHEMAS.getSchema(jsonSchema);
    }

    public List<Field> fields() {
        return fields;
    }

    /** @return a copy */
    public JsonNode jsonSchema() {
        return jsonSchema.deepCopy();
    }

    /** Whether these inputs are what the form asks for. */
    public boolean takes(JsonNode inputs) {
        try {
            complete(inputs);
            return true;
        } catch (PodiException refused) {
            if (refused.errorCode() == ErrorCode.ABILITY_INPUT_INVALID) {
                return false;
            }
            throw refused;
        }
    }

    /** How many pictures the inputs name. */
    public int pictures(JsonNode inputs) {
        return fields.stream()
                .filter(InputForm::isPicture)
                .map(field -> inputs.path(field.name()))
                .mapToInt(value -> value.isArray() ? value.size() : value.isString() ? 1 : 0)
                .sum();
    }

    /** How many pictures have a field of their own. */
    public long singlePictures() {
        return fields.stream()
                .filter(field -> FieldType.of(field.type())
                        .filter(FieldType.IMAGE::equals)
                        .isPresent())
                .count();
    }

    /** Whether a picture must be there, among the inputs or beside them. */
    public boolean requiresPicture() {
        return fields.stream().anyMatch(field -> field.required() && isPicture(field));
    }

    public boolean hasPicture(JsonNode inputs) {
        return fields.stream().anyMatch(field -> isPicture(field) && inputs.hasNonNull(field.name()));
    }

    public Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (Field field : fields) {
            if (field.defaultValue() != null) {
                defaults.put(field.name(), field.defaultValue());
            }
        }
        return defaults;
    }

    /** @return the inputs with defaults filled in, in the order of the form */
    public ObjectNode complete(JsonNode inputs) {
        if (!inputs.isObject()) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at("inputs", NOT_AN_OBJECT);
        }
        if (inputs.size() > MOST_INPUTS) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at("inputs", TOO_MANY);
        }
        ObjectNode complete = withDefaults(inputs);
        if (complete.toString().length() > LONGEST_INPUTS) {
            throw ErrorCode.ABILITY_INPUT_INVALID.at("inputs", TOO_LARGE);
        }
        Map<String, ErrorDetail> wrong = unstorable(complete);
        complete.remove(wrong.keySet());
        for (Error error : schema.validate(complete)) {
            String input = inputOf(error);
            if (wrong.size() < MOST_DETAILS) {
                wrong.putIfAbsent(input, new ErrorDetail(pathOf(error), describe(input, error)));
            }
        }
        if (!wrong.isEmpty()) {
            throw ErrorCode.ABILITY_INPUT_INVALID.withDetails(List.copyOf(wrong.values()));
        }
        return complete;
    }

    private ObjectNode withDefaults(JsonNode inputs) {
        ObjectNode complete = json.createObjectNode();
        for (Field field : fields) {
            JsonNode given = inputs.get(field.name());
            if (given != null && !given.isNull()) {
                complete.set(field.name(), given);
            } else if (field.defaultValue() != null) {
                JsonNode value = json.valueToTree(field.defaultValue());
                complete.set(field.name(), value);
            }
        }
        for (Map.Entry<String, JsonNode> input : inputs.properties()) {
            if (field(input.getKey()).isEmpty()) {
                complete.set(input.getKey(), input.getValue());
            }
        }
        return complete;
    }

    private static Map<String, ErrorDetail> unstorable(ObjectNode inputs) {
        Map<String, ErrorDetail> found = new LinkedHashMap<>();
        inputs.properties().forEach(input -> Unstorable.in(input.getKey(), input.getValue())
                .ifPresent(problem -> found.put(input.getKey(), problem)));
        return found;
    }

    private Text describe(String input, Error error) {
        return field(input)
                .map(field -> Complaint.about(field, error.getKeyword()))
                .orElse(UNKNOWN);
    }

    private Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** The input an error is about; of one that is missing or unknown the object itself is at fault. */
    private static String inputOf(Error error) {
        NodePath place = error.getInstanceLocation();
        return place.getNameCount() == 0 ? error.getProperty() : String.valueOf(place.getElement(0));
    }

    private static String pathOf(Error error) {
        NodePath place = error.getInstanceLocation();
        if (place.getNameCount() == 0) {
            return error.getProperty();
        }
        StringBuilder path = new StringBuilder(String.valueOf(place.getElement(0)));
        for (int depth = 1; depth < place.getNameCount(); depth++) {
            Object step = place.getElement(depth);
            path.append(step instanceof Integer ? "[" + step + "]" : "." + step);
        }
        return path.toString();
    }

    private static boolean isPicture(Field field) {
        return FieldType.of(field.type()).filter(FieldType::isPicture).isPresent();
    }

    private ObjectNode write() {
        ObjectNode object = json.createObjectNode().put("$schema", DIALECT).put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = json.createArrayNode();
        for (Field field : fields) {
            FieldType type = FieldType.of(field.type())
                    .orElseThrow(() -> new IllegalStateException("no field type " + field.type()));
            ObjectNode property = type.schema(field, json).put("title", field.label());
            if (field.description() != null) {
                property.put("description", field.description());
            }
            if (field.defaultValue() != null) {
                JsonNode value = json.valueToTree(field.defaultValue());
                property.set("default", value);
            }
            properties.set(field.name(), property);
            // A picture may come beside the inputs.
            if (field.required() && !type.isPicture()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            object.set("required", required);
        }
        return object.put("additionalProperties", false);
    }
}
