package com.podi.ability.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class InputCheckTest {

    private static final Field SCALE = field(
            "scale",
            "select",
            "缩放倍数",
            "Scale",
            2,
            List.of(new Option(2, "2×"), new Option(4, "4×"), new Option(8, "8×")));
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
        assertThat(refusal("{\"scael\":2}", SCALE).field()).isEqualTo("scael");
    }

    @Test
    void inputsAreAnObject() {
        assertThat(refusal("[]", SCALE).field()).isEqualTo("inputs");
    }

    private String complete(String inputs, Field field) {
        return new InputCheck(json, List.of(field))
                .complete(json.readTree(inputs))
                .toString();
    }

    private ErrorDetail refusal(String inputs, Field field) {
        PodiException refused = catchThrowableOfType(PodiException.class, () -> complete(inputs, field));
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.ABILITY_INPUT_INVALID);
        assertThat(refused.details()).hasSize(1);
        return refused.details().get(0);
    }

    private static Field field(
            String name, String type, String label, String labelEn, @Nullable Object value, List<Option> options) {
        return new Field(name, type, label, labelEn, null, false, value, options, null, null, null);
    }
}
