package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.ability.workflow.Graphs;
import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.kafka.core.ConsumerFactory;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
class WorkflowIT {

    private static final String WORKFLOWS = "/api/admin/workflows";
    private static final String ABILITIES = "/api/admin/abilities";
    private static final String BINDINGS = "/api/admin/workflow-bindings";
    private static final JsonMapper JSON = new JsonMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private ConsumerFactory<? super String, ? super String> consumers;

    private Admin admin;

    @BeforeEach
    void login() {
        admin = new Admin(port);
    }

    @Test
    void aGraphIsImportedAndSaysWhatMayBeBound() {
        String id = admin.workflow("upscale");

        Answer workflow = admin.api().get(WORKFLOWS + "/" + id);
        assertThat(workflow.data("/version").asInt()).isEqualTo(1);
        assertThat(workflow.data("/definition")).isEqualTo(JSON.readTree(Graphs.UPSCALE));
        assertThat(workflow.data("/outputs").toString()).isEqualTo("[\"3\"]");
        assertThat(workflow.text("/bindings/0/targets/0/input")).isEqualTo("image");

        Answer inputs = admin.api().get(WORKFLOWS + "/" + id + "/inputs");
        assertThat(inputs.data("/items").size()).isEqualTo(3);
        assertThat(inputs.text("/items/0/classType")).isEqualTo("LoadImage");
        assertThat(inputs.text("/items/2/input")).isEqualTo("scale_by");
    }

    @Test
    void theEditorsFormatIsRefusedWithAReason() {
        Answer refused = admin.api()
                .post(
                        WORKFLOWS,
                        body(Map.of("definition", JSON.readTree(Graphs.EDITOR_FORMAT), "bindings", List.of())));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("WORKFLOW_INVALID");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("definition");
        assertThat(refused.body().at("/error/details/0/message").asString()).contains("save format");
    }

    @Test
    void aGraphNestedTooDeeplyIsRefused() {
        String deep = "[".repeat(1000) + "]".repeat(1000);
        String body = "{\"action\":\"upscale\",\"name\":\"deep\",\"definition\":" + deep + "}";

        assertThat(admin.api().post(WORKFLOWS, body).status()).isEqualTo(400);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(wrong(Map.of("name", ""))).isEqualTo("2003 name");
        assertThat(wrong(Map.of("action", "No Action"))).isEqualTo("2003 action");
        assertThat(wrong(Map.of("outputs", List.of("2")))).isEqualTo("WORKFLOW_INVALID outputs[0]");
        assertThat(wrong(Map.of(
                        "bindings",
                        List.of(Map.of(
                                "name",
                                "a",
                                "type",
                                "text",
                                "targets",
                                List.of(Map.of("node", "2", "input", "image")))))))
                .isEqualTo("WORKFLOW_INVALID bindings[0].targets[0]");
        assertThat(admin.api().get(WORKFLOWS + "/nothing").errorCode()).isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(admin.api().get(WORKFLOWS + "/nothing/inputs").errorCode()).isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(admin.api().get(WORKFLOWS + "/nothing/versions/1").errorCode())
                .isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(admin.api().put(WORKFLOWS + "/nothing", body(Map.of())).errorCode())
                .isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(admin.api().delete(WORKFLOWS + "/nothing").errorCode()).isEqualTo("WORKFLOW_NOT_FOUND");
    }

    @Test
    void everySaveIsAVersionThatStaysAsItWas() {
        String id = admin.workflow("upscale");

        Answer saved = admin.api().put(WORKFLOWS + "/" + id, body(Map.of("name", "better", "revision", 1)));
        assertThat(saved.data("/version").asInt()).isEqualTo(2);
        assertThat(admin.api()
                        .put(WORKFLOWS + "/" + id, body(Map.of("revision", 1)))
                        .errorCode())
                .isEqualTo("REVISION_CONFLICT");

        assertThat(admin.api().get(WORKFLOWS + "/" + id + "/versions/1").text("/name"))
                .isEqualTo("enlarge");
        assertThat(admin.api().get(WORKFLOWS + "/" + id + "/versions/2").text("/name"))
                .isEqualTo("better");
        assertThat(admin.api().get(WORKFLOWS + "/" + id + "/versions/3").errorCode())
                .isEqualTo("WORKFLOW_NOT_FOUND");
    }

    @Test
    void bindingsMakeTheFormOfAnAbilityAndAPlanNamesTheVersion() {
        String action = Admin.unique("act");
        String workflow = admin.workflow(action);
        String node = admin.node(Admin.NOWHERE, Map.of());
        admin.binding(workflow, node, 0);
        String ability = admin.ability("comfyui", Map.of("action", action, "workflowId", workflow));

        Answer view = admin.api().get("/api/abilities/" + ability);
        assertThat(view.text("/inputSchema/fields/1/name")).isEqualTo("scale");
        assertThat(view.data("/jsonSchema/properties/scale/enum").toString()).isEqualTo("[2,4,8]");
        assertThat(view.data("/requiresImage").asBoolean()).isTrue();
        assertThat(admin.plan(ability, Map.of("imageCount", 0)).errorCode()).isEqualTo("IMAGE_REQUIRED");
        assertThat(admin.plan(ability, Map.of("inputs", Map.of("scale", 3)))
                        .body()
                        .at("/error/details/0/message")
                        .asString())
                .isEqualTo("Scale must be 2, 4 or 8");

        Answer first = admin.plan(ability, Map.of());
        assertThat(first.text("/workflow/id")).isEqualTo(workflow);
        assertThat(first.data("/workflow/version").asInt()).isEqualTo(1);
        assertThat(first.data("/workflow/graph")).isEqualTo(JSON.readTree(Graphs.UPSCALE));
        assertThat(first.text("/workflow/bindings/1/targets/0/node")).isEqualTo("2");
        assertThat(first.data("/workflow/outputs").toString()).isEqualTo("[\"3\"]");
        assertThat(first.text("/candidates/0/executorId")).isEqualTo(node);
        assertThat(first.data("/inputs/scale").asInt()).isEqualTo(2);

        try (Heard heard = new Heard(consumers, Topics.ABILITY, ability)) {
            admin.api().put(WORKFLOWS + "/" + workflow, body(Map.of("action", action)));
            assertThat(admin.plan(ability, Map.of()).data("/workflow/version").asInt())
                    .isEqualTo(2);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(heard.events())
                    .extracting(event -> event.at("/type").asString())
                    .containsExactly("ability.changed", "ability.changed"));
        }
    }

    @Test
    void aWorkflowThatIsUsedStays() {
        String bound = admin.workflow("upscale");
        String binding = admin.binding(bound, admin.node(Admin.NOWHERE, Map.of()), 0);
        String run = admin.workflow("upscale");
        String ability = admin.ability("comfyui", Map.of("workflowId", run));

        assertThat(admin.api().delete(WORKFLOWS + "/" + bound).errorCode()).isEqualTo("IN_USE");
        assertThat(admin.api().delete(WORKFLOWS + "/" + run).errorCode()).isEqualTo("IN_USE");

        admin.api().delete(BINDINGS + "/" + binding);
        admin.api().delete("/api/admin/abilities/" + ability);
        assertThat(admin.api().delete(WORKFLOWS + "/" + bound).status()).isEqualTo(200);
        assertThat(admin.api().delete(WORKFLOWS + "/" + run).status()).isEqualTo(200);
        assertThat(admin.api().get(WORKFLOWS + "/" + run).errorCode()).isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(admin.api().get(WORKFLOWS + "/" + run + "/versions/1").text("/name"))
                .isEqualTo("enlarge");
    }

    @Test
    void fieldsOfAnAbilityGoSomewhereAndWhatAWorkflowBindsHasAField() {
        String workflow = admin.workflow("upscale");
        Map<String, Object> picture = Map.of("name", "image", "type", "image");
        Map<String, Object> scale = Map.of("name", "scale", "type", "integer");
        Map<String, Object> extra = Map.of("name", "extra", "type", "text");

        assertThat(field(admin.api().post(ABILITIES, ability(workflow, scale, extra))))
                .isEqualTo("inputSchema.fields[1].name");
        assertThat(field(admin.api().post(ABILITIES, ability(workflow, picture))))
                .isEqualTo("inputSchema.fields");
        assertThat(admin.api().post(ABILITIES, ability(workflow, scale)).status())
                .as("a picture may come beside the inputs")
                .isEqualTo(201);
    }

    @Test
    void aWorkflowGoesOnBindingWhatAbilitiesHaveFieldsFor() {
        String action = Admin.unique("act");
        String workflow = admin.workflow(action);
        String named = admin.api()
                .post(ABILITIES, ability(workflow, Map.of("name", "scale", "type", "integer")))
                .text("/id");
        String before = admin.api().get(WORKFLOWS + "/" + workflow).body().toString();

        Answer refused = admin.api().put(WORKFLOWS + "/" + workflow, Admin.plainWorkflowBody(action));

        assertThat(refused.errorCode()).isEqualTo("WORKFLOW_INVALID");
        assertThat(field(refused)).isEqualTo("bindings");
        assertThat(refused.body().at("/error/details/0/message").asString()).contains("scale", named);
        assertThat(admin.api().get(WORKFLOWS + "/" + workflow).data("/version").asInt())
                .as(before)
                .isEqualTo(1);
        admin.api().delete(ABILITIES + "/" + named);
        assertThat(admin.api()
                        .put(WORKFLOWS + "/" + workflow, Admin.plainWorkflowBody(action))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBindingMakesNoAbilityRunWhatItHasNoFieldsFor() {
        String action = Admin.unique("act");
        String node = admin.node(Admin.NOWHERE, Map.of());
        admin.ability(
                "comfyui",
                Map.of(
                        "action",
                        action,
                        "inputSchema",
                        Map.of("fields", List.of(Map.of("name", "scale", "type", "integer")))));

        Answer refused = admin.api().post(BINDINGS, binding(admin.plainWorkflow(action), node));
        assertThat(field(refused)).isEqualTo("workflowId");
        assertThat(refused.body().at("/error/details/0/message").asString()).contains("scale");
        String fitting = admin.workflow(action);
        assertThat(admin.api().post(BINDINGS, binding(fitting, node)).status()).isEqualTo(201);

        assertThat(admin.api()
                        .put(WORKFLOWS + "/" + fitting, Admin.plainWorkflowBody(action))
                        .errorCode())
                .isEqualTo("WORKFLOW_INVALID");
        Map<String, Object> other = Admin.abilityBody(
                "comfyui",
                Map.of(
                        "action",
                        action,
                        "inputSchema",
                        Map.of("fields", List.of(Map.of("name", "other", "type", "text")))));
        assertThat(field(admin.api().post(ABILITIES, other))).isEqualTo("inputSchema.fields[0].name");
    }

    @Test
    void whoSendsBackTheFormOfAWorkflowLeavesItToTheWorkflow() {
        String action = Admin.unique("act");
        String workflow = admin.workflow(action);
        String ability = admin.ability("comfyui", Map.of("workflowId", workflow));
        String seen = JSON.writeValueAsString(
                admin.api().get(ABILITIES + "/" + ability).data(""));

        assertThat(admin.api().put(ABILITIES + "/" + ability, seen).status()).isEqualTo(200);
        assertThat(admin.api()
                        .put(WORKFLOWS + "/" + workflow, Admin.plainWorkflowBody(action))
                        .status())
                .isEqualTo(200);
        assertThat(admin.api()
                        .get(ABILITIES + "/" + ability)
                        .data("/inputSchema/fields")
                        .size())
                .isEqualTo(1);
    }

    @SafeVarargs
    private static Map<String, Object> ability(String workflowId, Map<String, Object>... fields) {
        return Admin.abilityBody(
                "comfyui", Map.of("workflowId", workflowId, "inputSchema", Map.of("fields", List.of(fields))));
    }

    @Test
    void aBindingIsMadeReadChangedAndRemoved() {
        String action = Admin.unique("act");
        String workflow = admin.workflow(action);
        String node = admin.node(Admin.NOWHERE, Map.of());
        String id = admin.binding(workflow, node, 5);

        assertThat(admin.api().get(BINDINGS + "/" + id).text("/action")).isEqualTo(action);
        assertThat(admin.api()
                        .get(BINDINGS + "?executorId=" + node + "&enabled=true")
                        .data("/pagination/total")
                        .asInt())
                .isEqualTo(1);
        assertThat(admin.api().post(BINDINGS, binding(workflow, node)).errorCode())
                .isEqualTo("ALREADY_EXISTS");

        Map<String, Object> off = new HashMap<>(binding(workflow, node));
        off.putAll(Map.of("enabled", false, "revision", 1));
        assertThat(admin.api().put(BINDINGS + "/" + id, off).data("/enabled").asBoolean(true))
                .isFalse();
        assertThat(admin.api().put(BINDINGS + "/" + id, off).errorCode()).isEqualTo("REVISION_CONFLICT");

        assertThat(admin.api().delete(BINDINGS + "/" + id).status()).isEqualTo(200);
        assertThat(admin.api().get(BINDINGS + "/" + id).errorCode()).isEqualTo("NOT_FOUND");
        assertThat(admin.api().delete(BINDINGS + "/" + id).errorCode()).isEqualTo("NOT_FOUND");
        assertThat(admin.api().post(BINDINGS, binding(workflow, node)).status()).isEqualTo(201);
    }

    @Test
    void aBindingLeadsFromAWorkflowToANode() {
        String workflow = admin.workflow("upscale");
        String node = admin.node(Admin.NOWHERE, Map.of());
        String account = admin.executor("kie", Admin.NOWHERE, Map.of());

        assertThat(field(admin.api().post(BINDINGS, binding("nothing", node)))).isEqualTo("workflowId");
        assertThat(field(admin.api().post(BINDINGS, binding(workflow, "nothing"))))
                .isEqualTo("executorId");
        assertThat(field(admin.api().post(BINDINGS, binding(workflow, account))))
                .isEqualTo("executorId");
    }

    private String wrong(Map<String, Object> more) {
        Answer refused = admin.api().post(WORKFLOWS, body(more));
        assertThat(refused.status()).isEqualTo(400);
        return refused.errorCode() + " " + field(refused);
    }

    private static String field(Answer refused) {
        assertThat(refused.status()).isEqualTo(400);
        return refused.body().at("/error/details/0/field").asString();
    }

    private static Map<String, Object> binding(String workflowId, String executorId) {
        return Map.of("workflowId", workflowId, "executorId", executorId);
    }

    private static Map<String, Object> body(Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Admin.workflowBody("upscale"));
        body.putAll(more);
        return body;
    }
}
