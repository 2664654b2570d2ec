package com.podi.coze.ability;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.Option;
import com.podi.coze.CozeRules;
import com.podi.coze.Examples;
import com.podi.coze.openapi.Operation;
import com.podi.coze.openapi.TestDocuments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever an administrator makes of an ability, Coze can import it. */
class OddAbilitiesTest {

    private static final List<String> TYPES =
            List.of("text", "textarea", "number", "integer", "switch", "select", "image", "images", "color", "json");
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "16:9",
            "yes",
            "\"1\"",
            "2026-01-31",
            "图案\n提取\t\u0000\u2028",
            "😀".repeat(200),
            "长".repeat(500),
            "half \ud83d",
            "{curly} ${jndi:x} # comment: - [a]",
            "e\u0301\u200d\ufeff",
            "x".repeat(2_000));
    private static final List<String> ODD_KEYS = List.of(
            "a", "upscale", "set-dpi", "印花提取", "放大😀", "x".repeat(31), "a_b", "a-b", "图".repeat(40), "task", "get");
    private static final List<String> ODD_PROVIDERS =
            List.of("podi", "volc-engine", "x".repeat(32), "task", "queue", "供应商", "summary");

    @RepeatedTest(20)
    void everyMixtureOfOddThings(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<String, AbilityView> byKey = IntStream.range(0, 20)
                .mapToObj(number -> odd(random))
                .collect(Collectors.toMap(
                        ability -> ability.provider() + "/" + ability.capabilityKey(),
                        Function.identity(),
                        (first, second) -> first));

        List<Operation> operations = TestTools.operations(List.copyOf(byKey.values()));

        JsonNode document = TestDocuments.of(operations);
        CozeRules.assertImportable(document);
        assertThat(document.at("/paths")).hasSize(byKey.size());
    }

    @Test
    void everyFieldTypeOnItsOwn() {
        for (String type : TYPES) {
            Field plain = field("field", type, null, List.of(new Option("only", "only")));
            AbilityView ability = Examples.ability("podi", type, "tool", false, false, List.of(plain));
            CozeRules.assertImportable(TestDocuments.of(TestTools.operations(List.of(ability))));
        }
        AbilityView empty = Examples.ability("podi", "nothing", "tool", false, false, List.of());
        CozeRules.assertImportable(TestDocuments.of(TestTools.operations(List.of(empty))));
    }

    @Test
    void theSameAbilityHasTheSameNameAmongAnyOthers() {
        Random random = new Random(7);
        AbilityView one = odd(random);
        Operation alone = TestTools.operations(List.of(one)).get(0);
        List<Operation> among = TestTools.operations(
                Stream.concat(IntStream.range(0, 50).mapToObj(number -> odd(random)), Stream.of(one))
                        .toList());

        assertThat(among.get(50)).isEqualTo(alone);
    }

    private static AbilityView odd(Random random) {
        List<Field> fields = new ArrayList<>();
        int count = random.nextInt(8);
        for (int number = 0; number < count; number++) {
            String type = any(random, TYPES);
            String name =
                    any(random, List.of("url", "imageUrl", "prompt", "image", "图", "a.b", "x".repeat(64), "scale"));
            fields.add(field(number == 0 ? name : name + number, type, presetFor(type, random), options(random)));
        }
        return Examples.ability(
                any(random, ODD_PROVIDERS),
                any(random, ODD_KEYS),
                any(random, ODD_TEXTS),
                any(random, ODD_TEXTS),
                any(random, List.of("api", "comfyui", "workflow", "tool")),
                random.nextBoolean(),
                random.nextBoolean(),
                fields);
    }

    private static Field field(String name, String type, @Nullable Object preset, List<Option> options) {
        return new Field(
                name,
                type,
                "标签" + "长".repeat(100),
                "label",
                "说明" + "😀".repeat(300),
                name.length() % 2 == 0,
                preset,
                type.equals("select") ? options : null,
                type.equals("integer") ? -1e15 : null,
                type.equals("number") ? 0.1 : null,
                null);
    }

    private static @Nullable Object presetFor(String type, Random random) {
        return any(
                random,
                Arrays.asList(
                        null,
                        0,
                        1,
                        2.5,
                        10.0,
                        true,
                        "text",
                        "",
                        List.of("a", "b"),
                        Map.of("a", 1),
                        "16:9",
                        1e300,
                        type));
    }

    private static List<Option> options(Random random) {
        return any(
                random,
                List.of(
                        List.of(new Option(1, "one"), new Option(2, "two")),
                        List.of(new Option(1, "one"), new Option(2.5, "more")),
                        List.of(new Option("16:9", "wide"), new Option("", "none")),
                        List.of(new Option(true, "yes"), new Option("auto", "自动")),
                        List.of(new Option(true, "yes"), new Option(false, "no")),
                        IntStream.range(0, 500)
                                .mapToObj(number -> new Option("选项" + number, "😀".repeat(20)))
                                .toList()));
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
