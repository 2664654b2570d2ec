package com.podi.ability.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.podi.ability.executor.Executor;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RoutesTest {

    private static final int CALLS = 4_000;

    @Test
    void eachComesFirstAsOftenAsItsWeightSays() {
        Random random = new Random(7);
        List<Executor> executors = List.of(executor("light", 1), executor("heavy", 3));

        long heavyFirst = Stream.generate(() -> Routes.byWeight(executors, random::nextDouble))
                .limit(CALLS)
                .filter(ordered -> ordered.get(0).id().equals("heavy"))
                .count();

        assertThat(heavyFirst / (double) CALLS).isCloseTo(0.75, within(0.03));
    }

    @Test
    void nobodyIsLeftOut() {
        List<Executor> executors = List.of(executor("a", 1), executor("b", 1_000));

        assertThat(Routes.byWeight(executors, new Random(1)::nextDouble)).hasSameElementsAs(executors);
    }

    private static Executor executor(String id, int weight) {
        return new Executor(
                id,
                id,
                "kie",
                "http://" + id,
                "active",
                weight,
                1,
                List.of(),
                new JsonMapper().createObjectNode(),
                List.of(),
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                new Executor.Health(null, null, 0, 0));
    }
}
