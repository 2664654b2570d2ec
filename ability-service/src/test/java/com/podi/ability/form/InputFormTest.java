package com.podi.ability.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class InputFormTest {

    private static final Field SCALE = new Field(
            "scale",
            "select",
            "缩放倍数",
            "Scale",
            null,
            false,
            2,
            List.of(new Option(2, "2×"), new Option(4, "4×"), new Option(8, "8×")),
            null,
            null,
            null);
    private static final Field STRENGTH =
            new Field("strength", "integer", "强度", "Strength", null, true, null, null, 1.0, 10.0, null);

    private final JsonMapper json = new JsonMapper();

    @Test
    void whatIsMissingGetsItsDefault() {
        assertThat(complete("{}", SCALE)).isEqualTo("{\"scale\":2}");
        assertThat(complete("{\"scale\":null}", SCALE)).isEqualTo("{\"scale\":2}");
    }

    @Test
    void whatIsGivenStays() {
        assertThat(complete("{\"scale\":8}", SCALE)).isEqualTo("{\"scale\":8}");
    }

    @Test
    void aChoiceOutsideTheOptionsNamesThem() {
        ErrorDetail wrong = refusal("{\"scale\":3}", SCALE);

        assertThat(wrong.field()).isEqualTo("scale");
        assertThat(wrong.message().zh()).isEqualTo("缩放倍数必须是2、4或8");
        assertThat(wrong.message().en()).isEqualTo("Scale must be 2, 4 or 8");
    }

    @Test
    void aTextIsNotANumber() {
        assertThat(refusal("{\"scale\":\"2\"}", SCALE).field()).isEqualTo("scale");
        assertThat(refusal("{\"strength\":\"2\"}", STRENGTH).message().en()).isEqualTo("Strength must be an integer");
        assertThat(refusal("{\"strength\":2.5}", STRENGTH).message().en()).isEqualTo("Strength must be an integer");
    }

    @Test
    void boundsAreKept() {
        assertThat(complete("{\"strength\":10}", STRENGTH)).isEqualTo("{\"strength\":10}");
        assertThat(refusal("{\"strength\":11}", STRENGTH).message().zh()).isEqualTo("强度不能大于10");
        assertThat(refusal("{\"strength\":0}", STRENGTH).message().zh()).isEqualTo("强度不能小于1");
    }

    @Test
    void whatIsRequiredMustBeThere() {
        assertThat(refusal("{}", STRENGTH).message().en()).isEqualTo("Strength is required");
    }

    @Test
    void unknownInputsAreRefused() {
        ErrorDetail unknown = refusal("{\"scael\":2}", SCALE);

        assertThat(unknown.field()).isEqualTo("scael");
        assertThat(unknown.message().zh()).isEqualTo("没有这个参数");
    }

    @Test
    void everyInputThatIsWrongHasADetailOfItsOwn() {
        PodiException refused = catchThrowableOfType(PodiException.class, () -> form(SCALE, STRENGTH)
                .complete(json.readTree("{\"scale\":3,\"strength\":\"x\",\"more\":1}")));

        assertThat(refused.details())
                .extracting(ErrorDetail::field)
                .containsExactlyInAnyOrder("scale", "strength", "more");
    }

    @Test
    void inputsAreAnObject() {
        assertThat(refusal("[]", SCALE).field()).isEqualTo("inputs");
    }

    @Test
    void nobodySendsInputsWithoutEnd() {
        ObjectNode many = json.createObjectNode();
        IntStream.range(0, 1_001).forEach(number -> many.put("n" + number, number));

        assertThat(refusal(many.toString(), SCALE).field()).isEqualTo("inputs");

        Field any = new Field("it", "json", "它", "It", null, false, null, null, null, null, null);
        String large = json.createObjectNode().put("it", "x".repeat(256 * 1024)).toString();
        assertThat(refusal(large, any).field()).isEqualTo("inputs");
    }

    @Test
    void aNumberIsWhatItIsHoweverItIsWritten() {
        assertThat(json.readTree(complete("{\"scale\":2.0}", SCALE))
                        .get("scale")
                        .intValue())
                .isEqualTo(2);
        assertThat(json.readTree(complete("{\"strength\":1e1}", STRENGTH))
                        .get("strength")
                        .intValue())
                .isEqualTo(10);
        assertThat(refusal("{\"strength\":1e308}", STRENGTH).message().zh()).isEqualTo("强度不能大于10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text     | \"a\"                     | 1          | must be a text",
                "textarea | \"a\\nb\"                 | []         | must be a text",
                "number   | 2.5                       | \"2.5\"    | must be a number",
                "integer  | 2                         | 2.5        | must be an integer",
                "switch   | true                      | 1          | must be true or false",
                "image    | \"https://x/a.png\"       | 7          | must be the address of a picture",
                "images   | [\"https://x/a.png\",\"b\"] | \"a.png\" | must be a list of addresses of pictures",
                "color    | \"#ffAA00\"               | \"red\"    | must be a colour such as #RRGGBB",
                "json     | {\"a\":[1,null]}          |            |",
            })
    void everyTypeTakesItsOwn(String type, String good, @Nullable String bad, @Nullable String complaint) {
        Field field = new Field("it", type, "它", "It", null, false, null, null, null, null, null);

        assertThat(json.readTree(complete("{\"it\":" + good + "}", field)).get("it"))
                .isEqualTo(json.readTree(good));
        if (bad != null) {
            assertThat(refusal("{\"it\":" + bad + "}", field).message().en()).isEqualTo("It " + complaint);
        }
    }

    @Test
    void aRequiredTextIsNotEmptyAndNoTextIsEndless() {
        Field text = new Field("it", "text", "它", "It", null, true, null, null, null, 5.0, null);

        assertThat(refusal("{\"it\":\"\"}", text).message().zh()).isEqualTo("它不能为空");
        assertThat(refusal("{\"it\":\"abcdef\"}", text).message().zh()).isEqualTo("它不能超过5个字符");
    }

    @Test
    void aWrongPictureInAListIsNamedByItsPlace() {
        Field images = new Field("it", "images", "它", "It", null, false, null, null, null, 2.0, null);

        assertThat(refusal("{\"it\":[\"a\",3]}", images).field()).isEqualTo("it[1]");
        assertThat(refusal("{\"it\":[\"a\",\"b\",\"c\"]}", images).message().zh())
                .isEqualTo("它图片过多");
    }

    @Test
    void whatNobodyCanKeepIsRefusedWithItsPath() {
        Field any = new Field("it", "json", "它", "It", null, false, null, null, null, null, null);
        Field number = new Field("it", "number", "它", "It", null, false, null, null, null, null, null);

        assertThat(refusal("{\"it\":{\"a\":[0,1e400]}}", any).field()).isEqualTo("it.a[1]");
        assertThat(refusal("{\"it\":{\"a\":\"\\u0000\"}}", any).field()).isEqualTo("it.a");
        assertThat(refusal("{\"it\":1e400}", number).field()).isEqualTo("it");
        assertThat(refusal("{\"it\":-1e400}", number).field()).isEqualTo("it");
    }

    @Test
    void theFormIsWrittenAsJsonSchema() {
        JsonNode schema = form(SCALE, STRENGTH).jsonSchema();

        assertThat(schema.at("/$schema").asString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.at("/properties/scale/enum").toString()).isEqualTo("[2,4,8]");
        assertThat(schema.at("/properties/scale/default").asInt()).isEqualTo(2);
        assertThat(schema.at("/properties/strength").toString())
                .isEqualTo("{\"type\":\"integer\",\"minimum\":1,\"maximum\":10,\"title\":\"强度\"}");
        assertThat(schema.at("/required").toString()).isEqualTo("[\"strength\"]");
        assertThat(schema.at("/additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void aRequiredPictureMayComeBesideTheInputs() {
        Field image = new Field("mask", "image", "蒙版", "Mask", null, true, null, null, null, null, null);
        InputForm form = form(image);

        assertThat(form.requiresPicture()).isTrue();
        assertThat(form.complete(json.createObjectNode()).isEmpty()).isTrue();
        assertThat(form.hasPicture(json.readTree("{\"mask\":\"a\"}"))).isTrue();
        assertThat(form.hasPicture(json.readTree("{}"))).isFalse();
    }

    private String complete(String inputs, Field field) {
        return form(field).complete(json.readTree(inputs)).toString();
    }

    private ErrorDetail refusal(String inputs, Field field) {
        PodiException refused = catchThrowableOfType(PodiException.class, () -> complete(inputs, field));
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.ABILITY_INPUT_INVALID);
        assertThat(refused.details()).hasSize(1);
        return refused.details().get(0);
    }

    private InputForm form(Field... fields) {
        return new InputForm(json, List.of(fields));
    }
}
