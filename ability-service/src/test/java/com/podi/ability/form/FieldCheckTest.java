package com.podi.ability.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.error.ErrorDetail;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class FieldCheckTest {

    private final JsonMapper json = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"1a\",\"type\":\"text\"}                                            | f[0].name",
                "{\"name\":\"\",\"type\":\"text\"}                                              | f[0].name",
                "{\"type\":\"text\"}                                                            | f[0].name",
                "{\"name\":\"a\",\"type\":\"slider\"}                                           | f[0].type",
                "{\"name\":\"a\"}                                                               | f[0].type",
                "{\"name\":\"a\",\"type\":\"select\"}                                           | f[0].options",
                "{\"name\":\"a\",\"type\":\"text\",\"options\":[{\"value\":1}]}                 | f[0].options",
                "{\"name\":\"a\",\"type\":\"select\",\"options\":[{\"value\":{}}]}              | f[0].options",
                "{\"name\":\"a\",\"type\":\"select\",\"options\":[{\"value\":1},{\"value\":1}]} | f[0].options",
                "{\"name\":\"a\",\"type\":\"number\",\"min\":2,\"max\":1}                       | f[0].max",
                "{\"name\":\"a\",\"type\":\"integer\",\"default\":\"x\"}                        | f[0].default",
                "{\"name\":\"a\",\"type\":\"integer\",\"max\":3,\"default\":4}                  | f[0].default",
            })
    void aFieldThatNobodyCouldFillInIsRefused(String field, String at) {
        assertThat(problems(field)).extracting(ErrorDetail::field).containsExactly(at);
    }

    @Test
    void twoFieldsHaveTwoNames() {
        assertThat(problems("{\"name\":\"a\",\"type\":\"text\"}", "{\"name\":\"a\",\"type\":\"text\"}"))
                .extracting(ErrorDetail::field)
                .containsExactly("f[1].name");
    }

    @Test
    void aFieldOfEveryTypeIsAForm() {
        for (FieldType type : FieldType.values()) {
            String options = type == FieldType.SELECT ? ",\"options\":[{\"value\":\"x\"}],\"default\":\"x\"" : "";
            assertThat(problems("{\"name\":\"a\",\"type\":\"" + type.wireName() + "\"" + options + "}"))
                    .isEmpty();
        }
    }

    private List<ErrorDetail> problems(String... fields) {
        return FieldCheck.problems(
                json,
                "f",
                List.of(fields).stream()
                        .map(field -> json.readValue(field, Field.class))
                        .toList());
    }
}
