package com.podi.taskworker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.when;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.event.EventData;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.InvocationRefused;
import com.podi.contracts.event.TaskQueued;
import com.podi.contracts.event.Topics;
import com.podi.contracts.media.Input;
import com.podi.contracts.media.MediaClient;
import com.podi.contracts.wallet.WalletClient;
import com.podi.starter.event.Events;
import com.podi.starter.event.OutboxBacklog;
import com.podi.taskworker.SomeTask;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** A refused call is a call: the log is told of it once, whatever has refused it. */
@ServiceIT
@TestPropertySource(properties = {"podi.task-worker.lane-limit=2", "podi.task-worker.refusals-of-user=20"})
class RefusedCallsIT {

    private static final String TASKS = "/api/ability-tasks";
    private static final String INVOKE = "/api/abilities/podi_upscale/invoke";

    private final TestTokens tokens = TestTokens.start();
    private final String user = UUID.randomUUID().toString();

    @LocalServerPort
    private int port;

    @MockitoBean
    private AbilityClient abilities;

    @MockitoBean
    private WalletClient wallet;

    @MockitoBean
    private MediaClient media;

    @MockitoSpyBean
    private Events events;

    @MockitoSpyBean
    private OutboxBacklog backlog;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    private Api api;

    @BeforeEach
    void begin() {
        context.getBean("taskDispatcher", SmartLifecycle.class).stop();
        jdbc.sql("truncate tasks cascade").update();
        api = Api.onPort(port).as(tokens.user(user));
        planned(0);
        when(media.input(any())).thenReturn(ApiResponse.ok(Input.elsewhere()));
    }

    private void planned(long points) {
        Plan free = SomeTask.plan(SomeTask.executor("node-1", 1));
        Price price = new Price("CNY", "per_call", BigDecimal.ONE, null, 1, BigDecimal.ONE, points);
        when(abilities.plan(any(), any()))
                .thenReturn(ApiResponse.ok(new Plan(
                        "podi_upscale",
                        1,
                        free.provider(),
                        free.action(),
                        free.capabilityKey(),
                        free.inputs(),
                        free.candidates(),
                        price,
                        free.limits())));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "ABILITY_INPUT_INVALID",
                "IMAGE_REQUIRED",
                "ABILITY_EXECUTOR_NOT_CONFIGURED",
                "EXECUTOR_NOT_ALLOWED",
                "EXECUTOR_NOT_FOUND",
                "ABILITY_INACTIVE",
                "SERVICE_UNAVAILABLE"
            })
    void whatThePlanRefusesIsToldOfOnce(ErrorCode error) {
        when(abilities.plan(any(), any())).thenThrow(error.because("in the test"));

        assertThat(api.post(TASKS, task()).errorCode()).isEqualTo(error.code());
        assertThat(api.post(INVOKE, Map.of("inputs", Map.of("scale", 3))).errorCode())
                .isEqualTo(error.code());

        assertThat(refusals()).hasSize(2).allSatisfy(refusal -> {
            assertThat(refusal.abilityId()).isEqualTo("podi_upscale");
            assertThat(refusal.errorCode()).isEqualTo(error.code());
            assertThat(refusal.traceId()).hasSize(32);
            assertThat(refusal.requestSummary().toString()).isEqualTo("{\"scale\":3}");
        });
        assertThat(refusals()).extracting(InvocationRefused::logId).doesNotHaveDuplicates();
        assertThat(ends()).isEmpty();
    }

    @Test
    void whatIsWrongIsSaid() {
        when(abilities.plan(any(), any()))
                .thenThrow(ErrorCode.ABILITY_INPUT_INVALID.at("scale", new Text("缩放倍数必须是2、4或8", "")));

        api.post(TASKS, task("my-own-name"));

        assertThat(refusals().get(0).errorMessage()).contains("scale: 缩放倍数必须是2、4或8");
        assertThat(refusals().get(0).taskId()).isEqualTo("my-own-name");
    }

    @Test
    void picturesThatAreNoneAreToldOf() {
        api.post(TASKS, with("imageBase64", "%%%"));
        api.post(TASKS, with("imageBase64", "VGV4dA=="));
        api.post(TASKS, with("imageUrl", "http://127.0.0.1/a.png"));
        api.post(TASKS, with("images", List.of(Map.of("objectKey", "a", "url", "https://example.com/a.png"))));
        api.post(TASKS, with("callbackUrl", "http://127.0.0.1/hook"));
        api.post(TASKS, with("notBefore", "2999-01-01T00:00:00Z"));
        api.post(TASKS, with("metadata", Map.of("name", "\0")));

        assertThat(refusals())
                .extracting(InvocationRefused::errorCode)
                .containsExactly("2003", "2001", "URL_NOT_ALLOWED", "2003", "URL_NOT_ALLOWED", "2003", "2003");
    }

    @Test
    void whatNobodyCouldReadIsToldOfWhereItsAbilityIsKnown() {
        assertThat(api.post(TASKS, with("priority", 101)).status()).isEqualTo(400);
        assertThat(api.post(INVOKE, "{\"inputs\":").status()).isEqualTo(400);
        assertThat(api.with("Prefer", "wait=0").post(TASKS, task()).status()).isEqualTo(400);
        assertThat(api.with("Cancel-After", "soon").post(INVOKE, Map.of()).status())
                .isEqualTo(400);
        assertThat(refusals()).hasSize(4).allSatisfy(refusal -> {
            assertThat(refusal.abilityId()).isEqualTo("podi_upscale");
            assertThat(refusal.errorCode()).isEqualTo("2003");
        });
        assertThat(refusals().get(0).errorMessage()).contains("priority: ");

        assertThat(api.post(TASKS, "{\"abilityId\":").status()).isEqualTo(400);
        assertThat(api.post(TASKS, Map.of("abilityId", "x".repeat(65))).status())
                .isEqualTo(400);
        assertThat(Api.onPort(port).post(INVOKE, Map.of()).status()).isEqualTo(401);
        assertThat(refusals()).hasSize(4);
    }

    @Test
    void aFullLaneIsToldOfHoweverOneComesToIt() {
        String first = api.post(TASKS, task()).text("/taskId");
        api.post(TASKS + "/" + first + "/cancel", null);
        api.post(TASKS, task());
        api.post(TASKS, task());
        assertThat(refusals()).isEmpty();

        assertThat(api.post(TASKS, task()).errorCode()).isEqualTo("QUEUE_FULL");
        assertThat(api.post(INVOKE, Map.of()).errorCode()).isEqualTo("QUEUE_FULL");
        assertThat(api.post(TASKS + "/" + first + "/retry", null).errorCode()).isEqualTo("QUEUE_FULL");

        assertThat(refusals()).hasSize(3).allSatisfy(refusal -> {
            assertThat(refusal.userId()).isEqualTo(user);
            assertThat(refusal.errorCode()).isEqualTo("QUEUE_FULL");
        });
    }

    @Test
    void eachItemOfARefusedBatchIsACall() {
        assertThat(api.post(TASKS + "/batch", Map.of("items", Collections.nCopies(3, task())))
                        .errorCode())
                .isEqualTo("QUEUE_FULL");
        assertThat(api.post(TASKS + "/batch", Map.of("items", List.of(task(), with("priority", 101))))
                        .status())
                .isEqualTo(400);
        assertThat(api.post(TASKS + "/batch", Map.of("items", List.of(task("same-id"), task("same-id"))))
                        .errorCode())
                .isEqualTo("TASK_ID_TAKEN");

        assertThat(refusals())
                .extracting(InvocationRefused::errorCode)
                .containsExactly(
                        "QUEUE_FULL", "QUEUE_FULL", "QUEUE_FULL", "2003", "2003", "TASK_ID_TAKEN", "TASK_ID_TAKEN");
        assertThat(refusals().get(3).errorMessage()).contains("items[1].priority");
    }

    @Test
    void whatTheWalletRefusesIsToldOfOnceWithItsPrice() {
        planned(10);
        when(wallet.freeze(any())).thenThrow(ErrorCode.WALLET_INSUFFICIENT.because("in the test"));

        assertThat(api.post(TASKS, task()).errorCode()).isEqualTo("WALLET_INSUFFICIENT");
        assertThat(api.post(TASKS + "/batch", Map.of("items", List.of(task(), task())))
                        .errorCode())
                .isEqualTo("WALLET_INSUFFICIENT");

        assertThat(refusals()).isEmpty();
        assertThat(ends()).hasSize(3).allSatisfy(end -> {
            assertThat(end.status()).isEqualTo("rejected");
            assertThat(end.errorCode()).isEqualTo("WALLET_INSUFFICIENT");
        });
    }

    @Test
    void whatTheWalletDidNotAnswerIsToldOfWithTheEndOfItsRow() {
        planned(10);
        when(wallet.freeze(any())).thenThrow(ErrorCode.WALLET_SERVICE_UNAVAILABLE.because("in the test"));
        when(wallet.findHold(any(), any(), any())).thenThrow(ErrorCode.WALLET_HOLD_NOT_FOUND.because("in the test"));

        assertThat(api.post(TASKS, task()).errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
        jdbc.sql("update tasks set created_at = now() - interval '1 hour'").update();

        await().untilAsserted(() ->
                assertThat(ends()).extracting(InvocationFinished::status).containsExactly("failed"));
        assertThat(refusals()).isEmpty();
    }

    @Test
    void aRepeatIsNoNewCall() {
        Api keyed = api.with("Idempotency-Key", UUID.randomUUID().toString());
        assertThat(keyed.post(TASKS, task()).status()).isEqualTo(201);

        assertThat(keyed.post(TASKS, task()).status()).isEqualTo(201);
        assertThat(keyed.post(TASKS, with("priority", 3)).errorCode()).isEqualTo("IDEMPOTENCY_KEY_REUSED");

        assertThat(refusals()).isEmpty();
    }

    @Test
    void aCallOfNothingIsNone() {
        when(abilities.plan(any(), any())).thenThrow(ErrorCode.ABILITY_NOT_FOUND.because("in the test"));

        assertThat(api.post(TASKS, task()).errorCode()).isEqualTo("ABILITY_NOT_FOUND");

        assertThat(refusals()).isEmpty();
    }

    @Test
    void aFloodIsRefusedAndNotToldOf() {
        assertThat(api.post(TASKS + "/batch", Map.of("items", Collections.nCopies(21, task())))
                        .errorCode())
                .isEqualTo("QUEUE_FULL");
        assertThat(refusals()).as("more than may wait").isEmpty();

        doReturn(20).when(backlog).of(eq(Topics.TASK), eq(InvocationRefused.aggregateOf(user)), anyInt());
        assertThat(api.post(TASKS, with("priority", 101)).status()).isEqualTo(400);
        assertThat(refusals()).as("as many of the user wait as may").isEmpty();
        String another = UUID.randomUUID().toString();
        Api.onPort(port).as(tokens.user(another)).post(TASKS, with("priority", 101));
        assertThat(refusalsOf(another)).hasSize(1);

        doReturn(0).when(backlog).of(anyString(), anyString(), anyInt());
        doReturn(20_000).when(backlog).ofAll(anyInt());
        assertThat(api.post(TASKS, with("priority", 101)).status()).isEqualTo(400);
        assertThat(refusals()).as("the outbox is full").isEmpty();
    }

    @Test
    void whatWaitsInTheOutboxIsCounted() {
        jdbc.sql("""
                        insert into outbox_record (id, status, record_key, record_type, payload, created_at, failure_count,
                            next_retry_at, partition_no, handler_id)
                        select 'waiting-' || n || :user, 'NEW', 'podi.task:refused_' || :user, 'none', '{}', now(), 0,
                            now() + interval '1 day', 0, 'none'
                        from generate_series(1, 19) n
                        """).param("user", user).update();
        try {
            api.post(TASKS, with("priority", 101));
            api.post(TASKS, with("priority", 101));

            assertThat(refusals()).hasSize(1);
            assertThat(backlog.ofAll(5)).isEqualTo(5);
        } finally {
            jdbc.sql("delete from outbox_record where record_key = 'podi.task:refused_' || ?")
                    .param(user)
                    .update();
        }
    }

    @Test
    void whatIsLargeIsNotToldWhole() {
        api.post(
                TASKS,
                Map.of("abilityId", "podi_upscale", "priority", 101, "inputs", Map.of("text", "x".repeat(500_000))));

        assertThat(refusals().get(0).requestSummary().toString())
                .contains("omitted")
                .hasSizeLessThan(100);
    }

    @Test
    void whoIsRefusedIsToldWhyAlsoWhenTheLogCannotBe() {
        doThrow(new DataAccessResourceFailureException("in the test"))
                .when(backlog)
                .of(anyString(), anyString(), anyInt());

        Answer refused = api.post(TASKS, with("priority", 101));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("priority");
    }

    @Test
    void aTaskThatWaitsForItsPicturesIsToldOfAtOnce() {
        when(media.input(any())).thenReturn(ApiResponse.ok(new Input("uploads/coming.png", null)));

        Answer task = api.post(TASKS, with("images", List.of(Map.of("objectKey", "uploads/coming.png"))));

        assertThat(task.text("/status")).isEqualTo("pending");
        assertThat(published(TaskQueued.class))
                .filteredOn(queued -> queued.userId().equals(user))
                .extracting(TaskQueued::taskId)
                .containsExactly(task.text("/taskId"));
    }

    private List<InvocationRefused> refusals() {
        return refusalsOf(user);
    }

    private List<InvocationRefused> refusalsOf(String userId) {
        return published(InvocationRefused.class).stream()
                .filter(refusal -> refusal.userId().equals(userId))
                .toList();
    }

    private List<InvocationFinished> ends() {
        return published(InvocationFinished.class).stream()
                .filter(end -> end.userId().equals(user))
                .toList();
    }

    private <T extends EventData> List<T> published(Class<T> type) {
        return mockingDetails(events).getInvocations().stream()
                .filter(call -> call.getMethod().getName().equals("publish"))
                .map(call -> call.getArgument(0))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static Map<String, Object> task() {
        return Map.of("abilityId", "podi_upscale", "inputs", Map.of("scale", 3));
    }

    private static Map<String, Object> task(String taskId) {
        return with("taskId", taskId);
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> task = new HashMap<>(task());
        task.put(field, value);
        return task;
    }
}
