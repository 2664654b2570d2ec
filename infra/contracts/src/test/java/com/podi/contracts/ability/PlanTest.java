package com.podi.contracts.ability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class PlanTest {

    private static final String FORMER = """
            {"abilityId": "a", "version": 1, "provider": "comfyui", "action": "upscale", "capabilityKey": "upscale",
             "inputs": {}, "price": {"currency": "CNY", "unit": "per_image", "list": 0.1, "discount": null, "units": 1,
             "amount": 0.1, "points": 10},
             "candidates": [{"executorId": "e", "name": "e", "type": "comfyui", "baseUrl": "http://e", "weight": 1,
             "maxConcurrency": 1}],
             "limits": {"timeoutSeconds": 60, "attempts": 3, "maxOutputs": 1, "maxConcurrency": null}}
            """;

    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    @Test
    void aTaskThatWasAcceptedBeforeKeepsItsPlan() {
        Plan plan = json.readValue(FORMER, Plan.class);

        assertThat(plan.workflow()).isNull();
        assertThat(plan.policy()).isNull();
        assertThat(plan.candidates().get(0).healthy()).isTrue();
        assertThat(plan.candidates().get(0).tags()).isEmpty();
        assertThat(plan.candidates().get(0).apiKeyIds()).isEmpty();
        assertThat(plan.candidates().get(0).config().isObject()).isTrue();
        assertThat(plan.goesByLoad()).isTrue();
    }

    @Test
    void aPlanIsReadAsItWasWritten() {
        Plan plan = json.readValue(FORMER, Plan.class);

        assertThat(json.readValue(json.writeValueAsString(plan), Plan.class)).isEqualTo(plan);
    }
}
