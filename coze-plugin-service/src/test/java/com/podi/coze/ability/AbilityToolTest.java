package com.podi.coze.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.task.TaskSubmission;
import com.podi.contracts.task.TaskSubmission.Picture;
import com.podi.coze.Examples;
import com.podi.coze.access.TestCallers;
import com.podi.coze.openapi.Property;
import com.podi.coze.tool.Arguments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class AbilityToolTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final AbilityTool EVERYTHING = tool(
            true,
            Examples.field("prompt", "textarea"),
            Examples.field("strength", "number", 0.6, 0.1, 1.0),
            Examples.field("offset", "integer", null, -5.0, 5.0),
            Examples.field("steps", "integer", null, 1.0, 50.0),
            Examples.field("sharp", "switch"),
            select("scale", new Option(2, "2×"), new Option(4, "4×")),
            select("size", new Option("auto", "自动"), new Option("1024x1024", "1024")),
            select("mixed", new Option(1, "1"), new Option("auto", "自动")),
            Examples.field("colour", "color"),
            Examples.field("mask", "image"),
            Examples.field("references", "images"),
            Examples.field("options", "json"));

    /** What Coze, a workflow of it or a model may send, and what the form then takes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {}                                            | {}
                {"prompt":"a cat"}                            | {"prompt":"a cat"}
                {"prompt":""}                                 | {}
                {"prompt":null}                               | {}
                {"prompt":7}                                  | {"prompt":"7"}
                {"prompt":"0"}                                | {"prompt":"0"}
                {"strength":"0.7"}                            | {"strength":0.7}
                {"strength":0.7}                              | {"strength":0.7}
                {"strength":0}                                | {}
                {"strength":"0"}                              | {}
                {"strength":"strong"}                         | {"strength":"strong"}
                {"offset":0}                                  | {"offset":0}
                {"offset":"-3"}                               | {"offset":-3}
                {"steps":0}                                   | {}
                {"steps":"20"}                                | {"steps":20}
                {"steps":20.0}                                | {"steps":20}
                {"steps":4.7}                                 | {"steps":4.7}
                {"steps":"1e999999999"}                       | {"steps":1E+999999999}
                {"sharp":"true"}                              | {"sharp":true}
                {"sharp":0}                                   | {"sharp":false}
                {"sharp":"maybe"}                             | {"sharp":"maybe"}
                {"scale":"4"}                                 | {"scale":4}
                {"scale":4.0}                                 | {"scale":4}
                {"scale":0}                                   | {}
                {"scale":3}                                   | {"scale":3}
                {"size":"auto"}                               | {"size":"auto"}
                {"size":0}                                    | {}
                {"mixed":"1"}                                 | {"mixed":1}
                {"mixed":"auto"}                              | {"mixed":"auto"}
                {"colour":"#ff0000"}                          | {"colour":"#ff0000"}
                {"mask":"https://a/m.png"}                    | {}
                {"references":"https://a/1\\n\\n https://a/2"}| {}
                {"options":"{\\"a\\":[1]}"}                   | {"options":{"a":[1]}}
                {"options":{"a":1}}                           | {"options":{"a":1}}
                {"unknown":1}                                 | {}
                """)
    void argumentsBecomeInputs(String arguments, String inputs) {
        assertThat(submission(EVERYTHING, arguments).inputs().toString()).isEqualTo(inputs);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {"url":"https://a/1.png"}                                      | https://a/1.png
                {"imageUrl":"https://a/1.png"}                                 | https://a/1.png
                {"url":"","imageUrl":"https://a/1.png"}                        | https://a/1.png
                {"url":" https://a/1.png\\r\\nHTTP://a/2.png\\n"}              | https://a/1.png HTTP://a/2.png
                {"url":["https://a/1.png","https://a/2.png"]}                  | https://a/1.png https://a/2.png
                {}                                                             | ``
                """)
    void picturesComeOneALine(String arguments, String pictures) {
        assertThat(submission(EVERYTHING, arguments).images().stream()
                        .map(Picture::url)
                        .toList())
                .isEqualTo(pictures.isEmpty() ? List.of() : List.of(pictures.split(" ")));
    }

    @Test
    void everyPictureIsSentUnderTheNameOfItsField() {
        TaskSubmission submission = submission(EVERYTHING, """
                {"url":"https://a/1","mask":" https://a/m ","references":"https://a/2\\n\\n https://a/3"}""");

        assertThat(submission.images())
                .containsExactly(
                        new Picture(null, "https://a/1"),
                        new Picture("mask", "https://a/m"),
                        new Picture("references", "https://a/2"),
                        new Picture("references", "https://a/3"));
        assertThat(submission(EVERYTHING, "{\"mask\":\"\",\"references\":0}").images())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {"url":"tos-cn/cat.png"}                      | URL_NOT_ALLOWED
                {"url":"https://a/1.png\\ndata:image/png,x"}  | URL_NOT_ALLOWED
                {"url":{"a":1}}                               | URL_NOT_ALLOWED
                {"mask":"cat.png"}                            | URL_NOT_ALLOWED
                {"references":"cat.png"}                      | URL_NOT_ALLOWED
                {"options":"{broken"}                         | ABILITY_INPUT_INVALID
                """)
    void whatCannotBeUnderstoodIsRefused(String arguments, ErrorCode error) {
        assertThatExceptionOfType(PodiException.class)
                .isThrownBy(() -> submission(EVERYTHING, arguments))
                .satisfies(refusal -> {
                    assertThat(refusal.errorCode()).isEqualTo(error);
                    assertThat(refusal.details()).hasSize(1);
                });
    }

    @Test
    void thePictureTakesThePlaceOfTheFieldThatWantsOne() {
        Field wanted = new Field("photo", "image", "照片", "Photo", null, true, null, null, null, null, null);
        AbilityTool tool = tool(true, wanted, Examples.field("mask", "image"));

        assertThat(tool.operation().input()).extracting(Property::name).containsExactly("url", "mask");
        assertThat(tool.operation().input().get(0).required()).isTrue();
        TaskSubmission submission = submission(tool, "{\"url\":\"https://a/1\",\"mask\":\"https://a/m\"}");
        assertThat(submission.images())
                .containsExactly(new Picture("photo", "https://a/1"), new Picture("mask", "https://a/m"));
        assertThat(submission.inputs().toString()).isEqualTo("{}");
    }

    @Test
    void aFieldOfTheSameNameIsCalledOtherwise() {
        AbilityTool tool = tool(true, Examples.field("url", "text"));

        String name = tool.operation().input().get(1).name();
        assertThat(name).startsWith("input_url_");
        assertThat(submission(tool, "{\"url\":\"https://a/1\",\"%s\":\"text\"}".formatted(name))
                        .inputs()
                        .toString())
                .isEqualTo("{\"url\":\"text\"}");
    }

    @Test
    void whoeverWantsNoPictureIsGivenNone() {
        AbilityTool tool = tool(false, Examples.field("prompt", "text"));

        assertThat(tool.operation().input()).extracting(Property::name).containsExactly("prompt");
        assertThat(submission(tool, "{\"url\":\"https://a/1\",\"prompt\":\"x\"}")
                        .images())
                .isEmpty();
    }

    @Test
    void aDescriptionTellsWhatCozeDoesNotShow() {
        assertThat(EVERYTHING.operation().input())
                .extracting(Property::description)
                .contains("字段strength / strength. Default 0.6. at least 0.1, at most 1.")
                .anyMatch(text -> text.contains("One of 2 (2×), 4 (4×)."));
        assertThat(EVERYTHING.operation().summary())
                .isEqualTo("图像处理: 把图片变好 Answers with the result; if it takes longer, with a taskId for podi_task_get.");
        assertThat(TestTools.tool(Examples.patternExtraction()).operation().summary())
                .endsWith("Slow: returns a taskId, then call podi_task_get.");
    }

    private static AbilityTool tool(boolean requiresImage, Field... fields) {
        return TestTools.tool(Examples.ability("podi", "everything", "tool", requiresImage, false, List.of(fields)));
    }

    private static Field select(String name, Option... options) {
        return new Field(name, "select", name, name, null, false, null, List.of(options), null, null, null);
    }

    private static TaskSubmission submission(AbilityTool tool, String arguments) {
        return tool.submission(Arguments.of(JSON.readTree(arguments)), TestCallers.COZE);
    }
}
