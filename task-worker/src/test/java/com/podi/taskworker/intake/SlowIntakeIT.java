package com.podi.taskworker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.when;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.contracts.wallet.WalletClient;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.queue.Tasks;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** An intake that is still at work while another replica takes it for dead. */
@ServiceIT
class SlowIntakeIT {

    private static final int TASKS = 4;

    private final TestTokens tokens = TestTokens.start();
    private final Set<String> held = Collections.synchronizedSet(new HashSet<>());

    @LocalServerPort
    private int port;

    @MockitoBean
    private AbilityClient abilities;

    @MockitoBean
    private WalletClient wallet;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TaskFinisher finisher;

    @Autowired
    private Tasks tasks;

    @Autowired
    private JdbcClient jdbc;

    private Api api;

    @BeforeEach
    void begin() {
        context.getBean("taskDispatcher", SmartLifecycle.class).stop();
        jdbc.sql("truncate tasks cascade").update();
        api = Api.onPort(port).as(tokens.user(UUID.randomUUID().toString()));
        Plan onNode = SomeTask.plan(SomeTask.executor("node-1", 1));
        when(abilities.plan(any(), any())).thenReturn(ApiResponse.ok(onNode));
        when(wallet.freeze(any())).thenAnswer(call -> ApiResponse.ok(freeze(call.getArgument(0))));
        when(wallet.release(any())).thenAnswer(call -> {
            held.remove(call.<ReleaseRequest>getArgument(0).holdId());
            return ApiResponse.ok(new HoldView("", 0, 0, "RELEASED", Instant.now()));
        });
    }

    private HoldView freeze(FreezeRequest request) {
        String holdId = "hold of " + request.taskId();
        held.add(holdId);
        return new HoldView(holdId, 0, 0, "HELD", Instant.now());
    }

    @Test
    void aBatchOfWhichOneWasGivenUpIsNotTakenAtAll() {
        doAnswer(call -> {
                    if (held.size() == TASKS - 1) {
                        giveUpTheFirst();
                    }
                    return ApiResponse.ok(freeze(call.getArgument(0)));
                })
                .when(wallet)
                .freeze(any());

        Answer refused = api.post("/api/ability-tasks/batch", Map.of("items", Collections.nCopies(TASKS, task())));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(statuses()).hasSize(TASKS).containsOnly("failed");
        assertThat(held).isEmpty();
    }

    @Test
    void aTaskThatWasGivenUpGivesItsPointsBack() {
        doAnswer(call -> {
                    giveUpTheFirst();
                    return ApiResponse.ok(freeze(call.getArgument(0)));
                })
                .when(wallet)
                .freeze(any());

        assertThat(api.post("/api/ability-tasks", task()).status()).isEqualTo(503);

        assertThat(statuses()).containsExactly("failed");
        assertThat(held).isEmpty();
    }

    @Test
    void whatIsInTimeIsTakenWhole() {
        assertThat(api.post("/api/ability-tasks/batch", Map.of("items", Collections.nCopies(TASKS, task())))
                        .status())
                .isEqualTo(201);

        assertThat(statuses()).hasSize(TASKS).containsOnly("queued");
        assertThat(held).hasSize(TASKS);
    }

    private void giveUpTheFirst() {
        String first = jdbc.sql("select task_id from tasks order by batch_place limit 1")
                .query(String.class)
                .single();
        finisher.abandonIntake(tasks.find(first).orElseThrow(), Optional.empty(), ErrorCode.SERVICE_UNAVAILABLE);
    }

    private List<String> statuses() {
        return jdbc.sql("select status from tasks").query(String.class).list();
    }

    private static Map<String, Object> task() {
        return Map.of("abilityId", "podi_upscale", "inputs", Map.of());
    }
}
