package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceIT
class PlanIT {

    private static final NodeDouble THERE = new NodeDouble();

    @LocalServerPort
    private int port;

    private Admin admin;

    @AfterAll
    static void close() {
        THERE.close();
    }

    @BeforeEach
    void login() {
        admin = new Admin(port);
    }

    @Test
    void theBuiltInToolsNeedNoExecutor() {
        Answer plan = admin.plan("podi_upscale", Map.of());

        assertThat(plan.data("/candidates").isEmpty()).isTrue();
        assertThat(plan.data("/workflow").isNull()).isTrue();
        assertThat(admin.plan("podi_upscale", Map.of("executorId", "nothing")).errorCode())
                .isEqualTo("EXECUTOR_NOT_FOUND");
        assertThat(admin.plan("podi_upscale", Map.of("executorId", account())).errorCode())
                .isEqualTo("EXECUTOR_NOT_ALLOWED");
    }

    @Test
    void anAbilityWithoutAnExecutorIsNotConfigured() {
        assertThat(admin.plan(admin.ability("kie", Map.of()), Map.of()).errorCode())
                .isEqualTo("ABILITY_EXECUTOR_NOT_CONFIGURED");
    }

    @Test
    void anAbilityWithoutAWorkflowIsNotConfigured() {
        String node = admin.node(THERE.url(), Map.of());

        assertThat(admin.plan(admin.ability("comfyui", Map.of("executorId", node)), Map.of())
                        .errorCode())
                .isEqualTo("ABILITY_EXECUTOR_NOT_CONFIGURED");
    }

    @Test
    void theExecutorOfTheAbilityGoesBeforeThoseItAllows() {
        String own = account();
        String allowed = account();

        assertThat(candidates(admin.ability(
                        "kie", Map.of("executorId", own, "metadata", Map.of("allowedExecutorIds", List.of(allowed))))))
                .containsExactly(own);
        assertThat(candidates(
                        admin.ability("kie", Map.of("metadata", Map.of("allowedExecutorIds", List.of(allowed, own))))))
                .containsExactly(allowed, own);
    }

    @Test
    void withoutAnyTheBindingsOfTheActionCountThePreferredFirst() {
        String action = Admin.unique("act");
        String workflow = admin.workflow(action);
        String low = admin.node(THERE.url(), Map.of());
        String high = admin.node(THERE.url(), Map.of());
        admin.binding(workflow, low, 1);
        admin.binding(workflow, high, 9);
        admin.binding(admin.workflow(action), admin.node(THERE.url(), Map.of()), 0);
        String ability = admin.ability("comfyui", Map.of("action", action));

        assertThat(candidates(ability)).containsExactly(high, low);
        assertThat(admin.plan(ability, Map.of()).text("/workflow/id")).isEqualTo(workflow);
    }

    @Test
    void aCallRunsWhatSomebodyWhoIsWellWouldRunAndTheFormStaysAsItIs() {
        String action = Admin.unique("act");
        String gone = admin.node(Admin.NOWHERE, Map.of());
        String well = admin.node(THERE.url(), Map.of());
        String preferred = admin.workflow(action);
        String other = admin.plainWorkflow(action);
        admin.binding(preferred, gone, 9);
        admin.binding(other, well, 1);
        String ability = admin.ability("comfyui", Map.of("action", action));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(candidates(ability)).containsExactly(well));
        assertThat(admin.plan(ability, Map.of()).text("/workflow/id")).isEqualTo(other);
        assertThat(admin.api().get("/api/abilities/" + ability).text("/inputSchema/fields/1/name"))
                .as("what clients are shown is the form of the preferred binding")
                .isEqualTo("scale");

        Answer asShown = admin.plan(ability, Map.of("inputs", Map.of("scale", 4)));
        assertThat(asShown.status())
                .as("what is shown is taken, by whoever takes it")
                .isEqualTo(200);
        assertThat(asShown.text("/workflow/id")).isEqualTo(preferred);
        assertThat(asShown.text("/candidates/0/executorId")).isEqualTo(gone);
        assertThat(admin.plan(ability, Map.of("inputs", Map.of("scale", 3)))
                        .body()
                        .at("/error/details/0/message")
                        .asString())
                .isEqualTo("Scale must be 2, 4 or 8");
    }

    @Test
    void aBindingWhoseExecutorCannotRunTheCallSaysNothing() {
        String action = Admin.unique("act");
        String small = admin.node(THERE.url(), Map.of());
        String off = admin.node(THERE.url(), Map.of("status", "inactive", "tags", List.of("24gb")));
        String large = admin.node(THERE.url(), Map.of("tags", List.of("24gb")));
        String suitable = admin.plainWorkflow(action);
        admin.binding(admin.workflow(action), small, 9);
        admin.binding(admin.workflow(action), off, 8);
        admin.binding(suitable, large, 1);
        String ability =
                admin.ability("comfyui", Map.of("action", action, "metadata", Map.of("tags", List.of("24gb"))));

        Answer plan = admin.plan(ability, Map.of());

        assertThat(plan.text("/workflow/id")).isEqualTo(suitable);
        assertThat(candidates(ability)).containsExactly(large);
        assertThat(admin.api()
                        .get("/api/abilities/" + ability)
                        .data("/inputSchema/fields")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void whoInsistsOnAnExecutorGetsWhatThatOneRuns() {
        String action = Admin.unique("act");
        String first = admin.node(THERE.url(), Map.of());
        String second = admin.node(THERE.url(), Map.of());
        String unbound = admin.node(THERE.url(), Map.of());
        String ofSecond = admin.plainWorkflow(action);
        admin.binding(admin.workflow(action), first, 9);
        admin.binding(ofSecond, second, 1);
        String open = admin.ability("comfyui", Map.of("action", action));
        String narrow = admin.ability(
                "comfyui", Map.of("action", action, "metadata", Map.of("allowedExecutorIds", List.of(second))));

        Answer plan = admin.plan(open, Map.of("executorId", second));
        assertThat(plan.text("/workflow/id")).isEqualTo(ofSecond);
        assertThat(plan.text("/candidates/0/executorId")).isEqualTo(second);
        assertThat(admin.plan(open, Map.of("executorId", unbound)).errorCode())
                .isEqualTo("ABILITY_EXECUTOR_NOT_CONFIGURED");
        assertThat(admin.plan(narrow, Map.of()).text("/workflow/id")).isEqualTo(ofSecond);
        assertThat(candidates(narrow)).containsExactly(second);
    }

    @Test
    void anAbilityThatNamesItsWorkflowAndExecutorsNeedsNoBinding() {
        String workflow = admin.workflow(Admin.unique("act"));
        String first = admin.node(THERE.url(), Map.of());
        String second = admin.node(THERE.url(), Map.of());
        String ability = admin.ability(
                "comfyui",
                Map.of("workflowId", workflow, "metadata", Map.of("allowedExecutorIds", List.of(first, second))));

        assertThat(candidates(ability)).containsExactly(first, second);
        assertThat(admin.plan(ability, Map.of("executorId", second)).text("/workflow/id"))
                .isEqualTo(workflow);
    }

    @Test
    void aCandidateHasAllThatItsAdapterNeeds() {
        Answer key = admin.api()
                .post(
                        "/api/admin/api-keys",
                        Map.of("provider", "kie", "name", Admin.unique("key"), "key", "sk-some-long-secret"));
        String account = admin.executor(
                "kie",
                THERE.url(),
                Map.of("apiKeyIds", List.of(key.text("/id")), "config", Map.of("region", "eu", "retries", 2)));

        Answer plan = admin.plan(admin.ability("kie", Map.of("executorId", account)), Map.of());

        assertThat(plan.data("/candidates/0/apiKeyIds").toString()).isEqualTo("[\"%s\"]".formatted(key.text("/id")));
        assertThat(plan.data("/candidates/0/config").toString()).isEqualTo("{\"region\":\"eu\",\"retries\":2}");
    }

    @Test
    void anExplicitExecutorMustBeThereAndFit() {
        String allowed = account();
        String other = account();
        String off = admin.executor("kie", THERE.url(), Map.of("status", "inactive"));
        String node = admin.node(THERE.url(), Map.of());
        String open = admin.ability("kie", Map.of("executorId", allowed));
        String narrow = admin.ability("kie", Map.of("metadata", Map.of("allowedExecutorIds", List.of(allowed, off))));

        assertThat(admin.plan(open, Map.of("executorId", other)).text("/candidates/0/executorId"))
                .isEqualTo(other);
        assertThat(admin.plan(narrow, Map.of("executorId", allowed)).status()).isEqualTo(200);
        assertThat(admin.plan(narrow, Map.of("executorId", other)).errorCode()).isEqualTo("EXECUTOR_NOT_ALLOWED");
        assertThat(admin.plan(narrow, Map.of("executorId", off)).errorCode()).isEqualTo("EXECUTOR_NOT_ALLOWED");
        assertThat(admin.plan(open, Map.of("executorId", node)).errorCode()).isEqualTo("EXECUTOR_NOT_ALLOWED");
        assertThat(admin.plan(open, Map.of("executorId", "nothing")).errorCode())
                .isEqualTo("EXECUTOR_NOT_FOUND");
    }

    @Test
    void whereAllAreSwitchedOffNoneIsConfigured() {
        String off = admin.executor("kie", THERE.url(), Map.of("status", "inactive"));

        assertThat(admin.plan(admin.ability("kie", Map.of("executorId", off)), Map.of())
                        .errorCode())
                .isEqualTo("ABILITY_EXECUTOR_NOT_CONFIGURED");
    }

    @Test
    void anExecutorMustHaveTheTags() {
        String small = account();
        String large = admin.executor("kie", THERE.url(), Map.of("tags", List.of("24gb", "eu")));
        Map<String, Object> metadata = Map.of("allowedExecutorIds", List.of(small, large), "tags", List.of("24gb"));

        assertThat(candidates(admin.ability("kie", Map.of("metadata", metadata))))
                .containsExactly(large);
    }

    @Test
    void whoIsWellGoesBeforeWhoIsGoneButNobodyIsLeftOut() {
        String gone = admin.executor("kie", Admin.NOWHERE, Map.of());
        String well = account();
        String ability = admin.ability("kie", Map.of("metadata", Map.of("allowedExecutorIds", List.of(gone, well))));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(candidates(ability)).containsExactly(well, gone));
        Answer plan = admin.plan(ability, Map.of());
        assertThat(plan.data("/candidates/0/healthy").asBoolean()).isTrue();
        assertThat(plan.data("/candidates/1/healthy").asBoolean(true)).isFalse();
    }

    @Test
    void turnsAreTaken() {
        String first = account();
        String second = account();
        String ability = admin.ability(
                "kie",
                Map.of(
                        "metadata",
                        Map.of("allowedExecutorIds", List.of(first, second), "routingPolicy", "round_robin")));

        List<String> preferred = IntStream.range(0, 4)
                .mapToObj(call -> candidates(ability).get(0))
                .toList();
        assertThat(preferred).containsExactly(first, second, first, second);
        assertThat(admin.plan(ability, Map.of()).text("/policy")).isEqualTo("round_robin");
    }

    @Test
    void limitsAndPricesGoWithThePlan() {
        String account = admin.executor("kie", THERE.url(), Map.of("maxConcurrency", 7, "weight", 3));
        String ability = admin.ability(
                "kie",
                Map.of(
                        "executorId",
                        account,
                        "supportsMultipleImages",
                        true,
                        "maxOutputImages",
                        4,
                        "metadata",
                        Map.of(
                                "maxConcurrency",
                                5,
                                "timeoutSeconds",
                                77,
                                "attempts",
                                2,
                                "pricing",
                                Map.of(
                                        "currency",
                                        "USD",
                                        "listPrice",
                                        0.05,
                                        "discountPrice",
                                        0.04,
                                        "unitsFrom",
                                        "images"))));

        Answer plan = admin.plan(ability, Map.of("imageCount", 2));
        assertThat(plan.data("/limits").toString())
                .isEqualTo("{\"timeoutSeconds\":77,\"attempts\":2,\"maxOutputs\":4,\"maxConcurrency\":5}");
        assertThat(plan.data("/candidates/0/maxConcurrency").asInt()).isEqualTo(7);
        assertThat(plan.data("/candidates/0/weight").asInt()).isEqualTo(3);
        assertThat(plan.data("/price/units").asInt()).isEqualTo(2);
        assertThat(plan.data("/price/amount").decimalValue()).isEqualByComparingTo("0.08");
        assertThat(plan.data("/price/points").asInt()).isEqualTo(57);
    }

    @Test
    void pictureAndMaskAreTakenWhereEachHasItsField() {
        String ability = admin.ability(
                "kie",
                Map.of(
                        "executorId",
                        account(),
                        "inputSchema",
                        Map.of(
                                "fields",
                                List.of(
                                        Map.of("name", "image", "type", "image", "required", true),
                                        Map.of("name", "mask", "type", "image")))));

        assertThat(admin.plan(ability, Map.of("imageCount", 2)).status()).isEqualTo(200);
        assertThat(admin.plan(ability, Map.of("imageCount", 3)).errorCode()).isEqualTo("ABILITY_INPUT_INVALID");
    }

    @Test
    void whatHasNoPriceCostsThirtyCentsAPicture() {
        String ability = admin.ability("kie", Map.of("executorId", account()));

        assertThat(admin.plan(ability, Map.of()).data("/price/points").asInt()).isEqualTo(30);
        assertThat(admin.api()
                        .get("/api/abilities/" + ability)
                        .data("/metadata/pricing")
                        .isNull())
                .isTrue();
    }

    @Test
    void severalPicturesToGoByMakeOneResultNoDearer() {
        String ability = admin.ability("kie", Map.of("executorId", account(), "supportsMultipleImages", true));

        assertThat(units(ability, 3, Map.of())).isEqualTo(1);
    }

    @Test
    void anInputSaysHowManyPicturesAreOrdered() {
        String ability = priced(
                Map.of("type", "integer", "name", "n", "default", 1), Map.of("listPrice", 0.1, "unitsFrom", "n"));

        assertThat(units(ability, 1, Map.of())).isEqualTo(1);
        assertThat(units(ability, 3, Map.of("n", 3))).isEqualTo(3);
        assertThat(units(ability, 1, Map.of("n", 0))).isEqualTo(1);
        assertThat(admin.plan(ability, Map.of("inputs", Map.of("n", 3)))
                        .data("/price/points")
                        .asInt())
                .isEqualTo(30);
        Answer refused = admin.plan(ability, Map.of("inputs", Map.of("n", 5)));
        assertThat(refused.errorCode()).isEqualTo("ABILITY_INPUT_INVALID");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("n");
    }

    @Test
    void whereEachPictureMakesOneOfTheResultThePicturesAreCounted() {
        String ability =
                priced(Map.of("type", "images", "name", "pictures"), Map.of("listPrice", 0.1, "unitsFrom", "images"));

        assertThat(units(ability, 0, Map.of())).isEqualTo(1);
        assertThat(units(ability, 3, Map.of())).isEqualTo(3);
        assertThat(units(ability, 0, Map.of("pictures", List.of("https://a.example/1.png", "https://a.example/2.png"))))
                .isEqualTo(2);
        assertThat(admin.plan(ability, Map.of("imageCount", 5))
                        .body()
                        .at("/error/details/0/field")
                        .asString())
                .isEqualTo("images");
    }

    @Test
    void anInputSaysHowManySecondsAreOrderedAndABegunOneCountsWhole() {
        String ability = priced(
                Map.of(
                        "type", "select",
                        "name", "duration",
                        "options", List.of(Map.of("value", "5"), Map.of("value", "7.5"), Map.of("value", "long"))),
                Map.of("unit", "per_second", "listPrice", 0.1, "unitsFrom", "duration"));

        assertThat(units(ability, 0, Map.of("duration", "5"))).isEqualTo(5);
        assertThat(units(ability, 0, Map.of("duration", "7.5"))).isEqualTo(8);
        assertThat(units(ability, 0, Map.of("duration", "long"))).isEqualTo(1);
        assertThat(units(ability, 0, Map.of())).isEqualTo(1);
    }

    private String priced(Map<String, Object> field, Map<String, Object> pricing) {
        return admin.ability(
                "kie",
                Map.of(
                        "executorId", account(),
                        "supportsMultipleImages", true,
                        "maxOutputImages", 4,
                        "inputSchema", Map.of("fields", List.of(field)),
                        "metadata", Map.of("pricing", pricing)));
    }

    private int units(String ability, int pictures, Map<String, Object> inputs) {
        Answer plan = admin.plan(ability, Map.of("imageCount", pictures, "inputs", inputs));
        assertThat(plan.status()).as(plan.response().body()).isEqualTo(200);
        return plan.data("/price/units").asInt();
    }

    @Test
    void aCallIsPricedOnceHoweverManyPicturesItTakes() {
        String ability = admin.ability(
                "kie",
                Map.of(
                        "executorId",
                        account(),
                        "supportsMultipleImages",
                        true,
                        "metadata",
                        Map.of("pricing", Map.of("unit", "per_call", "listPrice", 0.2))));

        assertThat(admin.plan(ability, Map.of("imageCount", 3))
                        .data("/price/points")
                        .asInt())
                .isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"scale\":\"2\"}                | ABILITY_INPUT_INVALID | scale",
                "{\"scale\":3}                    | ABILITY_INPUT_INVALID | scale",
                "{\"scale\":-1e400}               | ABILITY_INPUT_INVALID | scale",
                "{\"scale\":1e400}                | ABILITY_INPUT_INVALID | scale",
                "{\"scale\":[2]}                  | ABILITY_INPUT_INVALID | scale",
                "{\"unknown\":1}                  | ABILITY_INPUT_INVALID | unknown",
                "{\"scale\":\"\\u0000\"}         | ABILITY_INPUT_INVALID | scale",
                "[]                               | ABILITY_INPUT_INVALID | inputs",
                "{\"scale\":2,\"scale\":4}        | 2003                  | inputs      ",
                "DEEP                             | 2003                  | inputs",
            })
    void inputsThatAreWrongAreRefusedWithTheirPath(String inputs, String code, String field) {
        String deep = "{\"scale\":".repeat(1000) + "2" + "}".repeat(1000);
        Answer refused = admin.planOf(
                "podi_upscale", "{\"imageCount\":1,\"inputs\":%s}".formatted(inputs.equals("DEEP") ? deep : inputs));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo(code);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(field);
    }

    @Test
    void nothingIsPlannedForWhatIsSwitchedOffOrGone() {
        String off = admin.ability("kie", Map.of("executorId", account(), "status", "inactive"));
        String gone = admin.ability("kie", Map.of("executorId", account()));
        admin.api().delete("/api/admin/abilities/" + gone);

        assertThat(admin.plan(off, Map.of()).errorCode()).isEqualTo("ABILITY_INACTIVE");
        assertThat(admin.plan(gone, Map.of()).errorCode()).isEqualTo("ABILITY_NOT_FOUND");
    }

    private String account() {
        return admin.executor("kie", THERE.url(), Map.of());
    }

    private List<String> candidates(String ability) {
        Answer plan = admin.plan(ability, new HashMap<>());
        assertThat(plan.status()).as(plan.response().body()).isEqualTo(200);
        return plan.data("/candidates")
                .valueStream()
                .map(candidate -> candidate.at("/executorId").asString())
                .toList();
    }
}
