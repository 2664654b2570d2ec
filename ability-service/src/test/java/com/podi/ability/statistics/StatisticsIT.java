package com.podi.ability.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.ability.SomeCall;
import com.podi.ability.Teller;
import com.podi.ability.catalog.AbilityFigures;
import com.podi.ability.catalog.SystemStatistics;
import com.podi.contracts.event.MediaObjectDeleted;
import com.podi.contracts.event.MediaObjectStored;
import com.podi.contracts.event.UserLoggedIn;
import com.podi.contracts.event.UserRegistered;
import com.podi.testsupport.Alerts;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
class StatisticsIT {

    private final String unique = UUID.randomUUID().toString();
    private final String ability = "ability-" + unique;
    private final String user = "user-" + unique;
    private final Instant now = Instant.now();
    private final Instant lastMonth = YearMonth.now(ZoneOffset.UTC)
            .minusMonths(1)
            .atDay(15)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();

    @LocalServerPort
    private int port;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JsonMapper json;

    @Autowired
    private SystemStatistics system;

    @Autowired
    private DataSource source;

    private Teller teller;

    @BeforeEach
    void meetTheTeller() {
        teller = new Teller(kafka, jdbc, json);
    }

    /** Two months of calls: three upscaled, one cut out that failed, one canceled, one waiting and one refused. */
    private void tellOfSomeCalls() {
        teller.tell(
                call().doing("upscale").at(lastMonth).taking(40_000).finished(),
                call().doing("upscale")
                        .taking(20_400)
                        .producing(5_000, "a", "b")
                        .finished(),
                call().doing("upscale").taking(10_000).finished(),
                call().doing("cutout").ending("failed").taking(1_000).finished(),
                call().doing("denoise").ending("canceled").taking(0).finished(),
                call().doing("denoise").ending("rejected").taking(0).finished(),
                call().doing("cutout").queued());
    }

    private SomeCall call() {
        return SomeCall.completed().of(ability).by(user);
    }

    private static final String EXAMPLE = """
            {"totalTasks":6,"completedTasks":3,"failedTasks":1,"pendingTasks":1,"canceledTasks":1,\
            "totalProcessingTime":71,"storageUsed":%d,"actions":{"upscale":3,"cutout":2,"denoise":1},\
            "monthlyStats":[{"month":"%s","tasks":1,"processingTime":40},{"month":"%s","tasks":5,"processingTime":31}]}""";

    @Test
    void theCallsOfAnAbilityAddUp() {
        tellOfSomeCalls();

        Answer logs = asAdmin().get("/api/admin/abilities/%s/logs?limit=2".formatted(ability));

        assertThat(logs.data("/items").size()).isEqualTo(2);
        assertThat(withoutItems(logs.data(""))).isEqualTo(json.readTree(example(7_000)));
    }

    @Test
    void theCallsOfAUserAddUpForTheUserAlone() {
        tellOfSomeCalls();
        Instant at = Instant.now();
        teller.tell(
                new MediaObjectStored("one-" + unique, "k", user, "t", "image/png", 700, at),
                new MediaObjectStored("two-" + unique, "k", user, "t", "image/png", 50, at),
                new MediaObjectDeleted("two-" + unique, "k", user, "t", at));

        assertThat(as(user).get("/api/statistics/me").data("")).isEqualTo(json.readTree(example(700)));
        Answer nobody = as("nobody-" + unique).get("/api/statistics/me");
        assertThat(nobody.status()).isEqualTo(200);
        assertThat(nobody.data("/totalTasks").asInt()).isZero();
        assertThat(nobody.data("/actions").size()).isZero();
        assertThat(nobody.data("/monthlyStats").isArray()).isTrue();
    }

    @Test
    void thePlatformIsAllOfThem() {
        JsonNode before = system.figures();
        tellOfSomeCalls();
        teller.tell(
                new UserRegistered("silent-" + unique, "name", "mail", now),
                new UserRegistered("here-" + unique, "name", "mail", now),
                new UserLoggedIn("here-" + unique, now),
                new UserLoggedIn("away-" + unique, now.minus(40, ChronoUnit.DAYS)),
                new MediaObjectStored("object-" + unique, "k", user, "t", "image/png", 700, now));
        JsonNode after = system.figures();

        assertThat(after.propertyNames())
                .containsExactly(
                        "totalUsers",
                        "activeUsers",
                        "totalTasks",
                        "completedTasks",
                        "failedTasks",
                        "pendingTasks",
                        "canceledTasks",
                        "totalProcessingTime",
                        "totalStorageUsed",
                        "actions",
                        "monthlyStats");
        assertThat(grown(before, after, "totalUsers"))
                .as("the caller and three more")
                .isEqualTo(4);
        assertThat(grown(before, after, "activeUsers"))
                .as("the caller and who logged in")
                .isEqualTo(2);
        assertThat(grown(before, after, "totalTasks")).isEqualTo(6);
        assertThat(grown(before, after, "completedTasks")).isEqualTo(3);
        assertThat(grown(before, after, "pendingTasks")).isEqualTo(1);
        assertThat(grown(before, after, "totalStorageUsed")).isEqualTo(700);
        assertThat(grown(before, after, "actions/upscale")).isEqualTo(3);
        JsonNode month = after.at("/monthlyStats").get(after.at("/monthlyStats").size() - 1);
        assertThat(month.propertyNames()).containsExactly("month", "users", "tasks", "processingTime");
        assertThat(month.get("month").asString())
                .isEqualTo(YearMonth.now(ZoneOffset.UTC).toString());
        assertThat(month.get("users").asLong()).isPositive();
    }

    @Test
    void whatIsToldOfUsersAndObjectsTwiceOrLateCountsOnce() {
        UserLoggedIn today = new UserLoggedIn(user, now);
        MediaObjectStored stored = new MediaObjectStored("object-" + unique, "k", user, "t", "image/png", 700, now);
        MediaObjectStored kept = new MediaObjectStored("kept-" + unique, "k", user, "t", "image/png", 11, now);
        MediaObjectDeleted deleted = new MediaObjectDeleted("object-" + unique, "k", user, "t", now);
        JsonNode before = system.figures();

        teller.tell(
                today,
                new UserLoggedIn(user, now.minus(300, ChronoUnit.DAYS)),
                today,
                new UserRegistered(user, "name", "mail", now));
        teller.tell(deleted, stored, kept, stored, deleted, kept, deleted);
        JsonNode after = system.figures();

        assertThat(grown(before, after, "totalUsers")).isEqualTo(1);
        assertThat(grown(before, after, "activeUsers")).isEqualTo(1);
        assertThat(grown(before, after, "totalStorageUsed")).isEqualTo(11);
    }

    @Test
    void anAbilityHasTheFiguresOfItsLastThirtyDays() {
        AbilityFigures figures = new LatelyByAbility(jdbc, Clock.systemUTC());
        assertThat(figures.of("nobody-knows")).isEmpty();
        teller.tell(
                call().taking(1_000).finished(),
                call().taking(2_000).finished(),
                call().ending("failed").taking(9_000).finished(),
                call().ending("canceled").taking(9_000).finished(),
                call().at(now.minus(31, ChronoUnit.DAYS)).taking(60_000).finished());

        assertThat(new LatelyByAbility(jdbc, Clock.systemUTC()).of(ability))
                .contains(new AbilityFigures.Figures(2 / 3.0, 1_500));
    }

    @Test
    void anAbilityThatOnlyFailedHasNoDuration() {
        teller.tell(call().ending("failed").finished());

        assertThat(new LatelyByAbility(jdbc, Clock.systemUTC()).of(ability)).contains(new AbilityFigures.Figures(0, 0));
    }

    @Test
    void whatIsKeptIsWhatTheLogAddsUpTo() {
        tellOfSomeCalls();

        Answer report = asAdmin().get("/api/admin/statistics/reconciliation");

        assertThat(report.data("/named").toString()).isEqualTo("[]");
        assertThat(report.data("/reconciled").asBoolean()).isTrue();
        assertThat(report.data("/logs").asLong()).isGreaterThanOrEqualTo(6);
        assertThat(metric("podi_ability_statistics_differences")).isEqualTo("0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "calls by day | update calls_by_day set calls = calls + 1 where ability_id = :a and status = 'failed' |"
                        + " update calls_by_day set calls = calls - 1 where ability_id = :a and status = 'failed'",
                "calls by user | update calls_by_user set duration_ms = duration_ms + 7 where ability_id = :a and status = 'failed' |"
                        + " update calls_by_user set duration_ms = duration_ms - 7 where ability_id = :a and status = 'failed'",
                "calls by hour | update calls_by_hour set points = points - 1 where ability_id = :a and status = 'failed' |"
                        + " update calls_by_hour set points = points + 1 where ability_id = :a and status = 'failed'",
                "calls by size | update calls_by_size set points = points - 1 where name = :a and status = 'failed' |"
                        + " update calls_by_size set points = points + 1 where name = :a and status = 'failed'",
                "ended calls | update invocations set log_id = concat('x', log_id) where ability_id = :a and action = 'denoise' |"
                        + " update invocations set log_id = substr(log_id, 2) where ability_id = :a and action = 'denoise'",
                "users | delete from users where user_id in (select user_id from calls_by_user where ability_id = :a) |"
                        + " insert into users select distinct user_id, (now() at time zone 'UTC')::date from calls_by_user"
                        + " where ability_id = :a",
                "users | update users set last_active_on = last_active_on - 1 where user_id in"
                        + " (select user_id from calls_by_user where ability_id = :a) |"
                        + " update users set last_active_on = last_active_on + 1 where user_id in"
                        + " (select user_id from calls_by_user where ability_id = :a)",
                "active users | update active_users set month = month - interval '10 years' where user_id in"
                        + " (select user_id from calls_by_user where ability_id = :a) |"
                        + " update active_users set month = month + interval '10 years' where user_id in"
                        + " (select user_id from calls_by_user where ability_id = :a)",
                "active users | delete from active_users where month < date_trunc('month', now() at time zone 'UTC') and"
                        + " user_id in (select user_id from calls_by_user where ability_id = :a) |"
                        + " insert into active_users select distinct date_trunc('month', day)::date, user_id"
                        + " from calls_by_user where ability_id = :a on conflict do nothing",
            })
    void aRollUpThatIsOffIsNamed(String rollUp, String breaking, String mending) {
        tellOfSomeCalls();
        jdbc.sql(breaking).param("a", ability).update();
        try {
            Answer report = asAdmin().get("/api/admin/statistics/reconciliation");

            assertThat(report.data("/reconciled").asBoolean()).isFalse();
            assertThat(report.data("/named").valueStream().map(named -> named.get("rollUp")
                            .asString()))
                    .contains(rollUp);
            if (rollUp.equals("calls by size")) {
                assertThat(report.data("/named").toString()).contains("ability=" + ability);
            } else if (rollUp.startsWith("calls by ")) {
                JsonNode named = report.data("/named")
                        .valueStream()
                        .filter(difference ->
                                difference.get("rollUp").asString().equals(rollUp))
                        .findFirst()
                        .orElseThrow();
                assertThat(named.get("figure").asString()).contains("ability=" + ability, "status=failed");
                assertThat(named.get("expected").asString()).startsWith("calls=1 durationMs=1000");
                assertThat(named.get("actual").asString())
                        .isNotEqualTo(named.get("expected").asString());
            }
            assertThat(Double.parseDouble(metric("podi_ability_statistics_differences")))
                    .isEqualTo(report.data("/differences").asDouble())
                    .isPositive();
        } finally {
            jdbc.sql(mending).param("a", ability).update();
        }
        assertThat(asAdmin()
                        .get("/api/admin/statistics/reconciliation")
                        .data("/named")
                        .toString())
                .isEqualTo("[]");
    }

    /** Also those of a day that nobody has called anything on. */
    @Test
    void figuresOfNothingAreNamed() {
        jdbc.sql("""
                        insert into calls_by_day values (:a, current_date + 5, 'upscale', 'podi', '', 'completed', 1, 1, 1)
                        """).param("a", ability).update();
        try {
            Answer report = asAdmin().get("/api/admin/statistics/reconciliation");

            assertThat(report.data("/named").valueStream())
                    .extracting(named -> named.get("rollUp").asString())
                    .containsExactly("calls by day", "calls by day and by user");
            assertThat(report.data("/differences").asInt()).isEqualTo(2);
            assertThat(report.data("/named/0/expected").isNull()).isTrue();
        } finally {
            jdbc.sql("delete from calls_by_day where day = current_date + 5").update();
        }
    }

    @Test
    void replicasAddUpOneAfterTheOther() throws Exception {
        CompletableFuture<Answer> report;
        try (Connection another = source.getConnection();
                Statement lock = another.createStatement()) {
            lock.execute("select pg_advisory_lock(hashtext('statistics are reconciled'))");
            report = CompletableFuture.supplyAsync(() -> asAdmin().get("/api/admin/statistics/reconciliation"));
            await().until(() -> jdbc.sql(
                            "select exists (select from pg_locks where locktype = 'advisory' and not granted)")
                    .query(Boolean.class)
                    .single());
            assertThat(report).isNotDone();
            lock.execute("select pg_advisory_unlock(hashtext('statistics are reconciled'))");
        }

        assertThat(report).succeedsWithin(Duration.ofSeconds(30)).satisfies(answer -> assertThat(answer.status())
                .isEqualTo(200));
        assertThat(asAdmin().get("/api/admin/statistics/reconciliation").status())
                .as("given back")
                .isEqualTo(200);
    }

    @Test
    void whoWasRefusedIsKnownAndHasDoneNothing() {
        JsonNode before = system.figures();

        teller.tell(SomeCall.completed().of("podi_upscale").by(user).refused("QUEUE_FULL"));

        JsonNode after = system.figures();
        assertThat(grown(before, after, "totalUsers")).isEqualTo(1);
        assertThat(grown(before, after, "activeUsers")).isZero();
        assertThat(grown(before, after, "totalTasks")).isZero();
    }

    @Test
    void storageThatIsOffIsNamed() {
        teller.tell(new MediaObjectStored("object-" + unique, "k", user, "t", "image/png", 700, now));
        jdbc.sql("update storage_by_user set size_bytes = 701 where user_id = ?")
                .param(user)
                .update();
        try {
            assertThat(asAdmin()
                            .get("/api/admin/statistics/reconciliation")
                            .data("/named")
                            .toString())
                    .isEqualTo(
                            "[{\"rollUp\":\"storage by user\",\"figure\":\"user=%s\",\"expected\":\"bytes=700\",\"actual\":\"bytes=701\"}]"
                                    .formatted(user));
        } finally {
            jdbc.sql("update storage_by_user set size_bytes = 700 where user_id = ?")
                    .param(user)
                    .update();
        }
    }

    @Test
    void everyAlertAsksForAFigureThatIsThere() {
        List<String> wanted = Alerts.figuresOf("statistics-alerts.yaml");

        assertThat(wanted).hasSizeGreaterThan(1);
        assertThat(Api.onPort(port).get("/actuator/prometheus").response().body())
                .contains(wanted);
    }

    private String metric(String name) {
        return Api.onPort(port)
                .get("/actuator/prometheus")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }

    private static long grown(JsonNode before, JsonNode after, String figure) {
        return after.at("/" + figure).asLong(0) - before.at("/" + figure).asLong(0);
    }

    private static JsonNode withoutItems(JsonNode logs) {
        return logs.deepCopy().asObject().without(List.of("items"));
    }

    private String example(long storageUsed) {
        return EXAMPLE.formatted(
                storageUsed, YearMonth.now(ZoneOffset.UTC).minusMonths(1), YearMonth.now(ZoneOffset.UTC));
    }

    private Api as(String userId) {
        return Api.onPort(port).as(TestTokens.start().user(userId));
    }

    private Api asAdmin() {
        return Api.onPort(port).as(TestTokens.start().admin("admin"));
    }
}
