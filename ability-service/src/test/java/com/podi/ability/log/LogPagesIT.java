package com.podi.ability.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.ability.SomeCall;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
class LogPagesIT {

    private static final String LOGS = "/api/admin/abilities/logs";

    private final String unique = UUID.randomUUID().toString();

    @LocalServerPort
    private int port;

    @Autowired
    private InvocationLog log;

    @Autowired
    private LogPartitions partitions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JsonMapper json;

    @Test
    void aRowSaysAllThatIsKnown() {
        SomeCall call = SomeCall.completed()
                .on("comfyui", "gpu-1")
                .traced("4bf92f3577b34da6a3ce929d0e0e4736")
                .producing(2_000_000, "results/t/1.png");
        append(call);

        JsonNode row = asAdmin()
                .get(LOGS + "?abilityId=" + call.finished().abilityId())
                .data("/items/0");

        assertThat(row.propertyNames())
                .containsExactly(
                        "id",
                        "abilityId",
                        "provider",
                        "executorId",
                        "userId",
                        "taskId",
                        "status",
                        "durationMs",
                        "queueMs",
                        "billingUnit",
                        "units",
                        "listPrice",
                        "discountPrice",
                        "costAmount",
                        "currency",
                        "points",
                        "traceId",
                        "requestSummary",
                        "responseSummary",
                        "outputs",
                        "errorCode",
                        "errorMessage",
                        "createdAt");
        assertThat(row.at("/provider").asString()).isEqualTo("comfyui");
        assertThat(row.at("/costAmount").decimalValue()).isEqualByComparingTo("0.10");
        assertThat(row.at("/requestSummary/scale").asInt()).isEqualTo(2);
        assertThat(row.at("/responseSummary").toString()).isEqualTo("{\"bytes\":2000000,\"outputs\":1}");
        assertThat(row.at("/outputs/0").asString()).isEqualTo("results/t/1.png");
        assertThat(row.at("/discountPrice").isNull()).isTrue();
        assertThat(Instant.parse(row.at("/createdAt").asString()))
                .isEqualTo(call.finished().finishedAt());
    }

    @Test
    void secretsAndSignedLinksNeverStandInARow() {
        SomeCall call = SomeCall.failed("EXECUTOR_ERROR", "GET https://s3/a.png?X-Amz-Signature=deadbeef failed")
                .asking("{\"apiKey\":\"hunter2\",\"image\":\"%s\"}".formatted("QUJD".repeat(100)));
        append(call);

        String row = jdbc.sql("select l::text from ability_invocation_logs l where id = ?")
                .param(call.finished().logId())
                .query(String.class)
                .single();

        assertThat(row).contains("[base64 400]", "https://s3/a.png?…").doesNotContain("hunter2", "deadbeef", "QUJD");
    }

    @Test
    void everyFilterFindsItsCallsAndCountsThem() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String ability = "ability-" + unique;
        for (int day = 0; day < 40; day++) {
            SomeCall call = SomeCall.completed()
                    .of(ability)
                    .on("p-" + unique, "x-" + unique)
                    .by("u-" + unique)
                    .at(now.minus(day, ChronoUnit.DAYS));
            append((day % 4 == 0 ? call.ending("failed") : call).traced(day == 7 ? "t-" + unique : "other"));
        }

        assertThat(total("abilityId=" + ability)).isEqualTo(40);
        assertThat(total("provider=p-" + unique)).isEqualTo(40);
        assertThat(total("executorId=x-" + unique)).isEqualTo(40);
        assertThat(total("userId=u-" + unique)).isEqualTo(40);
        assertThat(total("traceId=t-" + unique)).isEqualTo(1);
        assertThat(total("abilityId=" + ability + "&status=failed")).isEqualTo(10);
        assertThat(total("userId=u-" + unique + "&status=completed")).isEqualTo(30);
        assertThat(total("userId=u-" + unique + "&abilityId=" + ability)).isEqualTo(40);
        assertThat(total("userId=u-" + unique + "&provider=p-" + unique)).isEqualTo(40);
        assertThat(total("userId=u-" + unique + "&executorId=another")).isZero();
        assertThat(total("userId=u-%s&status=failed&from=%s".formatted(unique, now.minus(9, ChronoUnit.DAYS))))
                .isEqualTo(3);
        assertThat(total("abilityId=" + ability + "&provider=another")).isZero();
        assertThat(total("abilityId=%s&from=%s".formatted(ability, now.minus(9, ChronoUnit.DAYS))))
                .as("from is inclusive")
                .isEqualTo(10);
        assertThat(total("abilityId=%s&to=%s".formatted(ability, now.minus(9, ChronoUnit.DAYS))))
                .as("to is exclusive")
                .isEqualTo(30);
        assertThat(total("abilityId=%s&from=%s&to=%s"
                        .formatted(ability, now.minus(1, ChronoUnit.SECONDS), now.plus(1, ChronoUnit.SECONDS))))
                .isEqualTo(1);
        assertThat(total("abilityId=%s&from=%s&to=%s".formatted(ability, now, now.minus(1, ChronoUnit.DAYS))))
                .isZero();
        String midnight = now.truncatedTo(ChronoUnit.DAYS).toString();
        assertThat(total("abilityId=%s&from=%s".formatted(ability, midnight))
                        + total("abilityId=%s&to=%s".formatted(ability, midnight)))
                .isEqualTo(40);
    }

    /** However many there are: all but the begun days at both ends. */
    @Test
    void theTotalOfAUserIsReadFromTheSums() {
        append(SomeCall.completed().by("u-" + unique).at(Instant.now().minus(5, ChronoUnit.DAYS)));
        setCallsOfTheUser(1_000_000);
        try {
            assertThat(asAdmin()
                            .get(LOGS + "?userId=u-" + unique)
                            .data("/pagination/total")
                            .asInt())
                    .isEqualTo(1_000_000);
        } finally {
            setCallsOfTheUser(1);
        }
    }

    private void setCallsOfTheUser(int calls) {
        jdbc.sql("update calls_by_user set calls = ? where user_id = ?")
                .params(calls, "u-" + unique)
                .update();
    }

    /** Rows that are not wanted are passed over in the index, whatever else the filter names. */
    @ParameterizedTest
    @ValueSource(strings = {"ability_id", "provider", "executor_id", "user_id"})
    void everyIndexKnowsWhatElseMayBeAskedFor(String column) {
        assertThat(jdbc.sql("""
                                select bool_and(d like all (array['%ability_id%', '%provider%', '%executor_id%', '%user_id%',
                                                                  '%status%']))
                                from (select pg_get_indexdef(indexrelid) as d from pg_index
                                      where indrelid = 'ability_invocation_logs'::regclass) i
                                where d like '%(' || ? || ', created_at, id)%'
                                """).param(column).query(Boolean.class).single()).isTrue();
    }

    @Test
    void pagesAreNewestFirstAndWhole() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String ability = "ability-" + unique;
        for (int n = 0; n < 7; n++) {
            append(SomeCall.completed().of(ability).at(now.minusSeconds(n / 2)));
        }

        Answer second = asAdmin().get(LOGS + "?pageSize=3&page=2&abilityId=" + ability);
        List<String> times = asAdmin()
                .get(LOGS + "?abilityId=" + ability)
                .data("/items")
                .valueStream()
                .map(row -> row.get("createdAt").asString() + row.get("id").asString())
                .toList();

        assertThat(second.data("/pagination").toString())
                .isEqualTo("{\"page\":2,\"pageSize\":3,\"total\":7,\"totalPages\":3}");
        assertThat(second.data("/items").size()).isEqualTo(3);
        assertThat(times).hasSize(7).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @ParameterizedTest
    @CsvSource({
        "page=0, page",
        "page=-1, page",
        "page=abc, page",
        "pageSize=0, pageSize",
        "pageSize=101, pageSize",
        "page=10001&pageSize=100, page",
        "status=pending, status",
        "abilityId=, abilityId",
        "provider=, provider",
        "executorId=, executorId",
        "userId=, userId",
        "traceId=, traceId",
        "from=yesterday, from",
        "to=%2B10000-01-01T00:00:00Z, to"
    })
    void whatMakesNoSenseIsRefusedByItsName(String query, String field) {
        refused(LOGS + "?" + query, field);
    }

    @ParameterizedTest
    @CsvSource({
        "/export?format=xml, format",
        "/export?status=lost, status",
        "/export?from=yesterday, from",
        "/metrics?windowHours=0, windowHours",
        "/metrics?windowHours=745, windowHours",
        "/metrics?windowHours=abc, windowHours"
    })
    void filesAndMetricsAreAsStrict(String query, String field) {
        refused(LOGS + query, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "abc"})
    void theNewestOfAnAbilityAreBetweenOneAndAHundred(String limit) {
        refused("/api/admin/abilities/podi_upscale/logs?limit=" + limit, "limit");
    }

    private void refused(String path, String field) {
        Answer answer = asAdmin().get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("2003");
        assertThat(answer.body().at("/error/details/0/field").asString()).isEqualTo(field);
    }

    @Test
    void anAbilityThatNobodyKnowsIsNotFound() {
        assertThat(asAdmin().get("/api/admin/abilities/nobody-knows/logs").errorCode())
                .isEqualTo("ABILITY_NOT_FOUND");
        assertThat(asAdmin().get("/api/admin/abilities/podi_upscale/logs").status())
                .isEqualTo(200);
    }

    @Test
    void aSpreadsheetGetsEveryRowAndObeysNone() {
        String user = "=cmd|' /C calc'!A0";
        String ability = "ability-" + unique;
        append(SomeCall.failed("EXECUTOR_ERROR", "@SUM(1)\r\nhead,\"quoted\"")
                .of(ability)
                .by(user));
        for (int n = 0; n < 2_100; n++) {
            append(SomeCall.completed().of(ability));
        }

        HttpResponse<String> file =
                asAdmin().get(LOGS + "/export?format=csv&abilityId=" + ability).response();
        List<String> lines = List.of(file.body().split("\r\n"));

        assertThat(file.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .matches("attachment; filename=\"ability-logs-\\d{8}T\\d{6}Z\\.csv\"");
        assertThat(lines).hasSize(2_102).doesNotHaveDuplicates();
        assertThat(lines.get(0))
                .startsWith("\ufeffid,abilityId,provider,")
                .endsWith(",errorCode,errorMessage,createdAt");
        assertThat(lines.get(lines.size() - 1))
                .contains(",'=cmd|' /C calc'!A0,", "\"'@SUM(1)\\u000d\\u000ahead,\"\"quoted\"\"\"");
    }

    @Test
    void aProgramGetsAnArrayOfRows() {
        String ability = "ability-" + unique;
        for (int n = 0; n < 3; n++) {
            append(SomeCall.completed().of(ability));
        }

        JsonNode rows = json.readTree(asAdmin()
                .get(LOGS + "/export?format=json&status=completed&abilityId=" + ability)
                .response()
                .body());
        JsonNode page = asAdmin().get(LOGS + "?abilityId=" + ability).data("/items");

        assertThat(rows).isEqualTo(page).hasSize(3);
        assertThat(asAdmin()
                        .get(LOGS + "/export?format=json&abilityId=nobody-knows")
                        .body())
                .isEqualTo(json.createArrayNode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void aFileThatFailsHalfWayDoesNotLookWhole(String format) throws Exception {
        String ability = "ability-" + unique;
        jdbc.sql("""
                        insert into ability_invocation_logs (id, task_id, ability_id, provider, action, user_id, status,
                            duration_ms, queue_ms, units, cost_amount, points, request_summary, outputs, output_bytes, created_at)
                        select 'log-' || :ability || n, 'task-' || :ability || n, :ability, 'podi', 'a', 'u', 'completed',
                            1, 1, 1, 0, 0, jsonb_build_object('text', repeat('words ', 200)), '[]', 0, now() - interval '1 minute'
                        from generate_series(1, 30000) n
                        """).param("ability", ability).update();
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:%d%s/export?format=%s&abilityId=%s".formatted(port, LOGS, format, ability)))
                .header("Authorization", "Bearer " + TestTokens.start().admin("admin"))
                .timeout(Duration.ofMinutes(1))
                .build();
        try (InputStream file = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body()) {
            file.readNBytes(10_000);
            jdbc.sql("alter table ability_invocation_logs rename to lost").update();
            assertThatThrownBy(() -> file.transferTo(java.io.OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class);
        } finally {
            jdbc.sql("alter table if exists lost rename to ability_invocation_logs")
                    .update();
        }
    }

    @Test
    void metricsTellHowTheLastHoursWent() {
        String ability = "ability-" + unique;
        Instant now = Instant.now();
        for (int n = 1; n <= 20; n++) {
            append(SomeCall.completed().of(ability).on("comfyui", "x-" + unique).taking(n * 100L));
        }
        append(SomeCall.failed("EXECUTOR_ERROR", "failed").of(ability).on("comfyui", "x-" + unique));
        append(SomeCall.completed().of(ability).at(now.minus(5, ChronoUnit.HOURS)));
        append(SomeCall.completed().of(ability).at(now.minus(60, ChronoUnit.HOURS)));

        JsonNode metrics = asAdmin().get(LOGS + "/metrics?windowHours=24").data("");
        JsonNode ofAbility = of(metrics.at("/abilities"), "abilityId", ability);
        JsonNode ofExecutor = of(metrics.at("/executors"), "executorId", "x-" + unique);

        assertThat(ofAbility.get("count").asInt()).isEqualTo(22);
        assertThat(ofAbility.get("successRate").asDouble()).isEqualTo(21 / 22.0);
        assertThat(ofExecutor.get("count").asInt()).isEqualTo(21);
        assertThat(ofExecutor.get("p50Ms").asInt()).isBetween(900, 1_100);
        assertThat(ofExecutor.get("p95Ms").asInt()).isBetween(1_700, 2_100);
        assertThat(ofExecutor.at("/cost/CNY").decimalValue()).isEqualByComparingTo("2");
        assertThat(ofExecutor.get("points").asInt()).isEqualTo(200);
        assertThat(metrics.get("stepHours").asInt()).isEqualTo(1);
        assertThat(metrics.get("series").size()).isEqualTo(25);
        assertThat(metrics.get("series")
                        .valueStream()
                        .mapToInt(part -> part.get("count").asInt())
                        .sum())
                .isEqualTo(metrics.at("/total/count").asInt());
        JsonNode week = asAdmin().get(LOGS + "/metrics?windowHours=168").data("");
        assertThat(of(week.at("/abilities"), "abilityId", ability).get("count").asInt())
                .isEqualTo(23);
        assertThat(week.get("stepHours").asInt()).isEqualTo(24);
        assertThat(week.get("series").size()).isEqualTo(8);
    }

    @Test
    void metricsOfManyDaysAreAsExactAsThoseOfAFewHours() {
        String ability = "ability-" + unique;
        Instant now = Instant.now();
        Instant from = now.truncatedTo(ChronoUnit.HOURS).minus(300, ChronoUnit.HOURS);
        for (int hour = 0; hour < 700; hour += 7) {
            SomeCall call = SomeCall.completed()
                    .of(ability)
                    .on("comfyui", "x-" + unique)
                    .at(now.minus(hour, ChronoUnit.HOURS));
            append(hour % 2 == 0 ? call : call.ending("rejected"));
        }
        append(SomeCall.completed().of(ability).at(from));
        append(SomeCall.completed().of(ability).at(from.minusMillis(1)));

        JsonNode metrics = asAdmin().get(LOGS + "/metrics?windowHours=300").data("");

        int inWindow = total("abilityId=%s&pageSize=100&from=%s".formatted(ability, from));
        JsonNode ofAbility = of(metrics.at("/abilities"), "abilityId", ability);
        JsonNode ofExecutor = of(metrics.at("/executors"), "executorId", "x-" + unique);
        assertThat(ofAbility.get("count").asInt()).isEqualTo(inWindow);
        assertThat(ofExecutor.get("count").asInt()).isEqualTo(inWindow - 1);
        assertThat(ofAbility.get("rejected").asInt())
                .isEqualTo(total("abilityId=%s&status=rejected&from=%s".formatted(ability, from)))
                .isPositive();
        assertThat(ofExecutor.get("points").asInt())
                .isEqualTo(10 * ofExecutor.get("completed").asInt());
        assertThat(Instant.parse(metrics.at("/series/0/at").asString())).isEqualTo(from);
        assertThat(metrics.get("series")
                        .valueStream()
                        .mapToInt(part -> part.get("count").asInt())
                        .sum())
                .isEqualTo(metrics.at("/total/count").asInt());
    }

    private void append(SomeCall call) {
        partitions.provideFor(call.finished().finishedAt());
        log.append(call.finished());
    }

    private static JsonNode of(JsonNode list, String name, String value) {
        return list.valueStream()
                .filter(entry -> entry.get(name).asString().equals(value))
                .findFirst()
                .orElseThrow();
    }

    private int total(String query) {
        Answer answer = asAdmin().get(LOGS + "?pageSize=100&" + query);
        int total = answer.data("/pagination/total").asInt();
        assertThat(answer.data("/items").size()).as(query).isEqualTo(total);
        return total;
    }

    private Api asAdmin() {
        return Api.onPort(port).as(TestTokens.start().admin("admin"));
    }
}
