package com.podi.taskworker.executor.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.contracts.ability.Plan.Binding;
import com.podi.contracts.ability.Plan.Target;
import com.podi.contracts.ability.Plan.Workflow;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BoundGraphTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode NOTHING = JSON.createObjectNode();

    @Test
    void valuesGoToAllTheirTargetsAndTheWorkflowStaysAsItIs() throws Exception {
        Workflow workflow = SomeWorkflow.of("batch_upscale");
        BoundGraph bound =
                new BoundGraph(workflow, JSON.readTree("{\"scale\": 4}"), List.of(named("a"), named("b"), named("c")));

        assertThat(bound.savingIn("podi/x").at("/12/inputs/scale_by").asInt()).isEqualTo(4);
        assertThat(bound.savingIn("podi/x").at("/32/inputs/scale_by").asInt()).isEqualTo(4);
        assertThat(workflow.graph().at("/12/inputs/scale_by").asDouble()).isEqualTo(2.0);
    }

    @Test
    void whatIsNotGivenStaysAsTheWorkflowHasIt() throws Exception {
        BoundGraph bound = new BoundGraph(SomeWorkflow.of("upscale"), NOTHING, List.of(named("image")));

        assertThat(bound.savingIn("podi/x").at("/2/inputs/upscale_method").asString())
                .isEqualTo("lanczos");
    }

    @Test
    void everyNodeThatWritesHasAPlaceOfItsOwn() throws Exception {
        BoundGraph bound =
                new BoundGraph(SomeWorkflow.of("batch_upscale"), NOTHING, List.of(named("a"), named("b"), named("c")));

        JsonNode graph = bound.savingIn("podi/x");

        assertThat(graph.at("/13/inputs/filename_prefix").asString()).isEqualTo("podi/x/13");
        assertThat(graph.at("/23/inputs/filename_prefix").asString()).isEqualTo("podi/x/23");
    }

    @Test
    void forFewerPicturesWholeBranchesAreLeftOut() throws Exception {
        BoundGraph bound = new BoundGraph(SomeWorkflow.of("batch_upscale"), NOTHING, List.of(named("a")));

        assertThat(bound.outputs()).containsExactly("13");
        assertThat(bound.savingIn("podi/x").propertyNames()).containsExactly("11", "12", "13");
    }

    @Test
    void picturesGoWhereTheirNamesSayAndElseInTheirOrder() throws Exception {
        Workflow plain = SomeWorkflow.of("batch_upscale");
        Workflow two = new Workflow(
                plain.id(), 1, plain.graph(), List.of(image("photo", "11"), image("mask", "21")), List.of("13", "23"));
        Picture mask = named("mask");
        Picture other = named("image");

        BoundGraph bound = new BoundGraph(two, NOTHING, List.of(mask, other));

        assertThat(bound.pictures())
                .containsEntry(new Target("21", "image"), mask)
                .containsEntry(new Target("11", "image"), other);
    }

    @Test
    void aPictureOfAListDoesNotStandInForOneThatWasLeftOut() throws Exception {
        Workflow plain = SomeWorkflow.of("batch_upscale");
        Binding references = new Binding("references", "images", List.of(new Target("31", "image")));
        Workflow three = new Workflow(
                plain.id(),
                1,
                plain.graph(),
                List.of(image("photo", "11"), image("mask", "21"), references),
                List.of("13", "33"));
        Picture photo = named("photo");
        Picture reference = named("references");

        BoundGraph bound = new BoundGraph(three, NOTHING, List.of(photo, reference));

        assertThat(bound.pictures())
                .containsExactly(
                        Map.entry(new Target("11", "image"), photo), Map.entry(new Target("31", "image"), reference));
    }

    @Test
    void listsAreNoLinks() throws Exception {
        Workflow plain = SomeWorkflow.of("probe");
        Workflow workflow = new Workflow(
                plain.id(),
                1,
                plain.graph(),
                List.of(new Binding("sizes", "json", List.of(new Target("1", "width")))),
                plain.outputs());

        BoundGraph bound = new BoundGraph(workflow, JSON.readTree("{\"sizes\": [1, 2]}"), List.of());

        assertThat(bound.savingIn("podi/x").at("/1/inputs/width/__value__")).hasSize(2);
    }

    @Test
    void picturesWithoutAPlaceAndGraphsWithoutAPictureAreRefused() {
        assertThatThrownBy(() ->
                        new BoundGraph(SomeWorkflow.of("upscale"), NOTHING, List.of(named("image"), named("more"))))
                .isInstanceOfSatisfying(ExecutionFailedException.class, refusal -> assertThat(refusal.errorCode())
                        .isEqualTo(ErrorCode.ABILITY_INPUT_INVALID));
        assertThatThrownBy(() -> new BoundGraph(SomeWorkflow.of("batch_upscale"), NOTHING, List.of()))
                .isInstanceOfSatisfying(ExecutionFailedException.class, refusal -> assertThat(refusal.errorCode())
                        .isEqualTo(ErrorCode.IMAGE_REQUIRED));
    }

    private static Binding image(String name, String node) {
        return new Binding(name, "image", List.of(new Target(node, "image")));
    }

    private static Picture named(String name) {
        return new Picture(name, Path.of(name + ".png"), "image/png");
    }
}
