package com.podi.benchmarks.tasks;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.starter.id.Ids;
import com.podi.taskworker.queue.NewTask;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An ability that does nothing, for {@link PunctualExecutor}; its executor takes a few calls at once. */
final class NoOp {

    static final String ABILITY = "bench_noop";
    static final String NODE = "bench-node";
    static final int AT_ONCE = 8;
    static final JsonMapper JSON = new JsonMapper();

    private static final BigDecimal PRICE = new BigDecimal("0.10");

    private NoOp() {}

    static Plan plan(JsonNode inputs) {
        return new Plan(
                ABILITY,
                1,
                PunctualExecutor.PROVIDER,
                "noop",
                "noop",
                inputs,
                List.of(new Plan.Candidate(NODE, NODE, PunctualExecutor.PROVIDER, "http://" + NODE, 1, AT_ONCE)),
                new Price("CNY", "per_call", PRICE, null, 1, PRICE, 10),
                new Plan.Limits(60, 3, 1, null));
    }

    static JsonNode inputs(long workMs) {
        return JSON.createObjectNode().put(PunctualExecutor.WORK_MS, workMs);
    }

    static JsonNode inputs(long workMs, long number) {
        return JSON.createObjectNode().put(PunctualExecutor.WORK_MS, workMs).put(PunctualExecutor.NUMBER, number);
    }

    static NewTask task(String userId, JsonNode inputs) {
        return new NewTask(
                Ids.next("task"),
                userId,
                plan(inputs),
                List.of(),
                JSON.createObjectNode(),
                NewTask.Timing.AT_ONCE,
                null,
                null,
                Ids.next("op"),
                List.of(),
                Ids.next("log"),
                null);
    }
}
