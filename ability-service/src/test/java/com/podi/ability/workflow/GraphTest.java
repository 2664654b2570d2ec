package com.podi.ability.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class GraphTest {

    private static final String SAVE = "\"9\":{\"class_type\":\"SaveImage\",\"inputs\":{\"filename_prefix\":\"p\"}}";
    private static final TypeReference<List<InputBinding>> BINDINGS = new TypeReference<>() {};

    private final JsonMapper json = new JsonMapper();

    @Test
    void valuesMayBeBoundButNeitherLinksNorWhereFilesGo() {
        List<BindableInput> inputs = Graph.read(json.readTree(Graphs.UPSCALE)).bindableInputs();

        assertThat(inputs)
                .extracting(input -> input.node() + "." + input.input() + " " + input.type())
                .containsExactly("1.image image", "2.upscale_method text", "2.scale_by number");
        assertThat(inputs.get(0).classType()).isEqualTo("LoadImage");
        assertThat(inputs.get(0).title()).isEqualTo("source");
        assertThat(inputs.get(0).value().asString()).isEqualTo("some.png");
        assertThat(inputs.get(1).title()).isNull();
    }

    @Test
    void theEditorsFormatIsRefusedAndSaysWhatToDo() {
        ErrorDetail refused = refusal(Graphs.EDITOR_FORMAT).get(0);

        assertThat(refused.field()).isEqualTo("definition");
        assertThat(refused.message().en()).contains("save format").contains("Export (API)");
        assertThat(refused.message().zh()).contains("保存格式");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                    | definition",
                "{}                                                    | definition",
                "{\"1\":7}                                             | definition.1",
                "{\"1\":{\"inputs\":{}}}                               | definition.1.class_type",
                "{\"1\":{\"class_type\":\"A\"}}                        | definition.1.inputs",
                "{\"1\":{\"class_type\":\"A\",\"inputs\":{\"x\":[\"2\",0]}}}   | definition.1.inputs.x",
                "{\"1\":{\"class_type\":\"A\",\"inputs\":{\"x\":[1,2,3]}}}     | definition.1.inputs.x",
                "{\"1\":{\"class_type\":\"A\",\"inputs\":{\"x\":[\"1\",0]}}}   | definition",
                "{\"1\":{\"class_type\":\"A\",\"inputs\":{\"x\":1}}}           | definition",
                "{\"1\":{\"class_type\":\"A\",\"inputs\":{\"x\":1e400,\"filename_prefix\":\"p\"}}} | definition.1.inputs.x",
            })
    void whatNoNodeWouldRunIsRefusedWithItsPlace(String graph, String at) {
        assertThat(refusal(graph)).extracting(ErrorDetail::field).containsExactly(at);
    }

    @Test
    void nodesThatWaitForEachOtherAreRefused() {
        String circle = """
                {"1": {"class_type": "A", "inputs": {"x": ["2", 0]}},
                 "2": {"class_type": "A", "inputs": {"x": ["1", 0]}}, %s}
                """.formatted(SAVE);

        assertThat(refusal(circle).get(0).message().en()).isEqualTo("has nodes that wait for each other");
    }

    @Test
    void theResultComesFromTheNodesThatWriteFiles() {
        Graph graph = Graph.read(json.readTree(Graphs.UPSCALE));

        assertThat(graph.outputs(null)).containsExactly("3");
        PodiException refused = catchThrowableOfType(PodiException.class, () -> graph.outputs(List.of("3", "2")));
        assertThat(refused.details()).extracting(ErrorDetail::field).containsExactly("outputs[1]");
    }

    @Test
    void aBindingWithoutADefaultTakesTheValueInTheGraph() {
        List<InputBinding> bindings = complete("""
                [{"name": "scale", "type": "number", "targets": [{"node": "2", "input": "scale_by"}]}]
                """);

        assertThat(bindings.get(0).defaultValue()).isEqualTo(2.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                                      | bindings[0].targets",
                "[{\"node\":\"2\",\"input\":\"image\"}]                                  | bindings[0].targets[0]",
                "[{\"node\":\"3\",\"input\":\"filename_prefix\"}]                        | bindings[0].targets[0]",
                "[{\"node\":\"7\",\"input\":\"x\"}]                                      | bindings[0].targets[0]",
                "[{\"node\":\"2\"}]                                                      | bindings[0].targets[0]",
                "[{\"node\":\"2\",\"input\":\"upscale_method\"}]                         | bindings[0].targets[0]",
                "[{\"node\":\"2\",\"input\":\"scale_by\"},{\"node\":\"2\",\"input\":\"scale_by\"}] | bindings[0].targets[1]",
            })
    void aBindingLeadsToAnInputThatHoldsItsKindOfValue(String targets, String at) {
        PodiException refused = catchThrowableOfType(
                PodiException.class,
                () -> complete("[{\"name\": \"scale\", \"type\": \"number\", \"targets\": " + targets + "}]"));

        assertThat(refused.errorCode()).isEqualTo(ErrorCode.WORKFLOW_INVALID);
        assertThat(refused.details()).extracting(ErrorDetail::field).containsExactly(at);
    }

    private List<InputBinding> complete(String bindings) {
        return BindingCheck.complete(
                json, Graph.read(json.readTree(Graphs.UPSCALE)), json.readValue(bindings, BINDINGS));
    }

    private List<ErrorDetail> refusal(String graph) {
        PodiException refused = catchThrowableOfType(PodiException.class, () -> Graph.read(json.readTree(graph)));
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.WORKFLOW_INVALID);
        return refused.details();
    }
}
