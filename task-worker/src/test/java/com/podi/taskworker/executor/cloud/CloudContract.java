package com.podi.taskworker.executor.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.Topics;
import com.podi.taskworker.executor.ExecutorContract;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.testsupport.Api;
import com.podi.testsupport.Records;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The contract of executors for those that call a provider; all of them share one service. */
@TestPropertySource(
        properties = {
            "podi.task-worker.providers.first-look=PT0.05S",
            "podi.task-worker.providers.longest-look=PT0.2S",
            "podi.task-worker.providers.handover=PT10S"
        })
public abstract class CloudContract extends ExecutorContract {

    protected static final JsonMapper JSON = new JsonMapper();
    protected static final KeysDouble KEYS = new KeysDouble();
    protected static final String PICTURE = MEDIA.put("cloud-input.png", "image/png", Moods.png(20, 10));

    private static final BigDecimal PRICE = new BigDecimal("0.10");

    private final TestTokens tokens = TestTokens.start();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Value("${spring.kafka.bootstrap-servers}")
    private String bootstrapServers;

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) throws IOException {
        KEYS.standIn(registry);
    }

    /** @param attempts how often it may be begun */
    protected static Call call(
            String provider,
            String capability,
            String baseUrl,
            @Nullable Upstream upstream,
            Map<String, ?> inputs,
            String config,
            int attempts,
            List<String> keyIds) {
        ObjectNode wanted = JSON.createObjectNode();
        inputs.forEach((name, value) -> wanted.set(name, JSON.valueToTree(value)));
        Plan plan = new Plan(
                provider + "_" + capability,
                1,
                provider,
                capability,
                capability,
                wanted,
                List.of(new Plan.Candidate(
                        provider + "-account",
                        provider,
                        provider,
                        baseUrl,
                        1,
                        8,
                        List.of(),
                        true,
                        keyIds,
                        JSON.readTree(config))),
                new Price("CNY", "per_image", PRICE, null, 3, PRICE, 30),
                new Plan.Limits(60, attempts, 3, null),
                null,
                null,
                upstream);
        return new Call(plan, List.of(PICTURE));
    }

    /** The same with less time for each attempt. */
    protected static Call within(Call call, int seconds) {
        Plan plan = call.plan();
        Plan.Limits limits = plan.limits();
        return new Call(
                new Plan(
                        plan.abilityId(),
                        plan.version(),
                        plan.provider(),
                        plan.action(),
                        plan.capabilityKey(),
                        plan.inputs(),
                        plan.candidates(),
                        plan.price(),
                        new Plan.Limits(seconds, limits.attempts(), limits.maxOutputs(), null),
                        plan.policy(),
                        plan.workflow(),
                        plan.upstream()),
                call.pictures());
    }

    protected abstract Call call(Mood mood, int attempts);

    /** The provider takes this secret no more, and says so in words that hold it. */
    protected abstract Set<String> refused();

    protected abstract ProviderStub stub();

    /** The end of the path by which work is begun. */
    protected abstract String called();

    @Override
    protected void release() {
        stub().open();
    }

    @Override
    protected int begun() {
        return stub().asked(called()).size();
    }

    @Override
    protected int atWork() {
        return stub().slow();
    }

    /** Not what one call makes at once, without a name for it. */
    @Override
    protected boolean findsItsWorkAgain() {
        return false;
    }

    @Override
    protected Failing callersFault() {
        return new Failing(call(Mood.FORBIDDEN, 3), ErrorCode.ABILITY_INPUT_INVALID, 1);
    }

    @Override
    protected Failing executorsFault() {
        return new Failing(call(Mood.FAILING, 2), ErrorCode.EXECUTOR_ERROR, 2);
    }

    /** What a provider is told, in any form, must not be seen anywhere else, however much the provider talks of it. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void noKeyAppearsInAnyLogRowOrAnswer(CapturedOutput output) {
        Call fine = call(Mood.FINE, 2);
        String provider = fine.plan().provider();
        List<String> secrets = KEYS.secretsOf(provider);
        List<String> ended = new ArrayList<>(List.of(
                ended(queued(fine)).taskId(),
                ended(queued(call(Mood.FAILING, 1))).taskId()));
        refused().addAll(KEYS.keysOf(provider));
        refused().addAll(secrets);
        try {
            AbilityTask task = ended(queued(call(Mood.FINE, 1)));
            ended.add(task.taskId());
            assertThat(task.error()).isEqualTo(ErrorCode.API_KEY_UNAVAILABLE);
            assertThat(KEYS.reports()).as("it was shown, and refused").isNotEmpty();
        } finally {
            refused().clear();
            KEYS.wakeAll();
        }

        String answers = ended.stream()
                .flatMap(taskId -> Stream.of("", "/details").map(part -> Api.onPort(port)
                        .as(tokens.user("ann"))
                        .get("/api/ability-tasks/" + taskId + part)
                        .body()
                        .toString()))
                .collect(Collectors.joining("\n"));
        String refused = ended.get(2);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(events(refused)).contains("\"answer\":{", "***"));
        String events = events(refused);
        assertThat(answers).contains(ended);
        assertThat(rows()).contains(ended);
        assertThat(output.getAll()).contains("refused by provider", "***", ended.get(1), ended.get(2));
        for (String secret : secrets) {
            assertThat(events).doesNotContain(secret);
            assertThat(answers).doesNotContain(secret);
            assertThat(rows()).doesNotContain(secret);
            assertThat(output.getAll()).doesNotContain(secret);
        }
    }

    private String events(String taskId) {
        return String.join("\n", Records.under(taskId, Topics.TASK, bootstrapServers));
    }

    /** All of the database. */
    private String rows() {
        return jdbc
                .sql("select quote_ident(table_name) from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list()
                .stream()
                .flatMap(table ->
                        jdbc.sql("select t::text from %s t".formatted(table)).query(String.class).list().stream())
                .collect(Collectors.joining("\n"));
    }

    @Override
    protected Call one() {
        return call(Mood.FINE, 3);
    }

    @Override
    protected int width() {
        return 16;
    }

    @Override
    protected int height() {
        return 12;
    }

    @Override
    protected @Nullable Call three() {
        return call(Mood.MANY, 3);
    }

    @Override
    protected Call slow() {
        return call(Mood.SLOW, 3);
    }

    @Override
    protected boolean tellsHowFarItIs() {
        return false;
    }

    @Override
    protected Call brokenOnce() {
        return call(Mood.ODD, 3);
    }
}
