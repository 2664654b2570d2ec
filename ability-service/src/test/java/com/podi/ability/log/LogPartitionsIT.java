package com.podi.ability.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.ability.SomeCall;
import com.podi.ability.catalog.SystemStatistics;
import com.podi.contracts.event.InvocationFinished;
import com.podi.testsupport.Api;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceIT
class LogPartitionsIT {

    private static final int RETENTION = 12;

    private final YearMonth present = YearMonth.now(ZoneOffset.UTC);

    @LocalServerPort
    private int port;

    @Autowired
    private Invocations invocations;

    @Autowired
    private LogPartitions partitions;

    @Autowired
    private SystemStatistics statistics;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @BeforeEach
    void forgetTheHorizon() {
        jdbc.update("update log_horizon set kept_from = '-infinity'");
    }

    /** The roll-ups remember what the log does not. */
    @AfterEach
    void moveTheHorizon() {
        partitions.dropExpired();
    }

    @Test
    void theMonthsAheadAreThereBeforeTheyBegin() {
        assertThat(months()).contains(present, present.plusMonths(1), present.plusMonths(2));

        at(present.plusMonths(3)).provideAhead();

        assertThat(months()).contains(present.plusMonths(4), present.plusMonths(5));
    }

    @Test
    void aMonthIsDroppedWithItsCallsAndWhatTheyAddedUpToStays() {
        YearMonth old = present.minusMonths(RETENTION + 1);
        SomeCall call = SomeCall.completed().at(begin(old).plus(3, ChronoUnit.DAYS));
        SomeCall kept = SomeCall.completed().of(call.finished().abilityId()).at(begin(old.plusMonths(1)));
        finish(call.finished());
        finish(kept.finished());
        String before = statistics.figures().toString();

        partitions.dropExpired();

        assertThat(months()).doesNotContain(old).contains(old.plusMonths(1));
        assertThat(logs(call)).isEqualTo(1);
        assertThat(calls(call)).as("it is not remembered").isZero();
        assertThat(calls(kept)).isEqualTo(1);
        assertThat(statistics.figures().toString()).isEqualTo(before);
        assertThat(asAdmin()
                        .get("/api/admin/abilities/logs?abilityId="
                                + call.finished().abilityId())
                        .data("/pagination/total")
                        .asInt())
                .isEqualTo(1);
        assertThat(asAdmin()
                        .get("/api/admin/statistics/reconciliation")
                        .data("/named")
                        .toString())
                .isEqualTo("[]");
    }

    @Test
    void aCallThatIsOlderThanTheLogDoesNotComeBack() {
        SomeCall call = SomeCall.completed().at(begin(present.minusMonths(RETENTION + 2)));
        finish(call.finished());
        partitions.dropExpired();

        new TransactionTemplate(transactions).executeWithoutResult(status -> invocations.queued(call.queued()));
        finish(call.finished());

        assertThat(logs(call)).isZero();
        assertThat(months()).doesNotContain(present.minusMonths(RETENTION + 2));
        assertThat(asAdmin()
                        .get("/api/admin/abilities/%s/logs"
                                .formatted(call.finished().abilityId()))
                        .data("/totalTasks")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void whoseEndWasNeverHeardIsForgottenAndStillLoggedOnceIfItIs() {
        SomeCall call = SomeCall.completed().at(Instant.now().minus(40, ChronoUnit.DAYS));
        SomeCall fresh = SomeCall.completed().of(call.finished().abilityId());
        queue(call);
        queue(fresh);

        partitions.dropExpired();

        assertThat(calls(call)).isZero();
        assertThat(calls(fresh)).isEqualTo(1);
        finish(call.finished());
        queue(call);
        finish(call.finished());
        assertThat(logs(call)).isEqualTo(1);
        assertThat(asAdmin()
                        .get("/api/admin/abilities/%s/logs"
                                .formatted(call.finished().abilityId()))
                        .data("/pendingTasks")
                        .asInt())
                .as("the fresh one")
                .isEqualTo(1);
        assertThat(asAdmin()
                        .get("/api/admin/statistics/reconciliation")
                        .data("/named")
                        .toString())
                .isEqualTo("[]");
    }

    private void queue(SomeCall call) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> invocations.queued(call.queued()));
    }

    @Test
    void whatWasBegunAndNotFinishedIsFinishedTheNextTime() {
        YearMonth old = present.minusMonths(RETENTION + 3);
        SomeCall call = SomeCall.completed().at(begin(old));
        finish(call.finished());
        jdbc.execute("alter table ability_invocation_logs detach partition ability_invocation_logs_"
                + old.toString().replace('-', '_'));

        partitions.dropExpired();

        assertThat(months()).doesNotContain(old);
        assertThat(calls(call)).isZero();
    }

    private void finish(InvocationFinished call) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> invocations.finished(call));
    }

    private LogPartitions at(YearMonth month) {
        return new LogPartitions(
                jdbc, transactions, Clock.fixed(begin(month), ZoneOffset.UTC), new LogProperties(RETENTION));
    }

    private static Instant begin(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private List<YearMonth> months() {
        return jdbc.queryForList("""
                        select substring(relname from 25) from pg_class
                        where relkind = 'r' and relname ~ '^ability_invocation_logs_[0-9]{4}_[0-9]{2}$'
                        """, String.class).stream()
                .map(month -> YearMonth.parse(month.replace('_', '-')))
                .toList();
    }

    private long logs(SomeCall call) {
        return JdbcClient.create(jdbc)
                .sql("select count(*) from ability_invocation_logs where ability_id = ?")
                .param(call.finished().abilityId())
                .query(Long.class)
                .single();
    }

    private long calls(SomeCall call) {
        return JdbcClient.create(jdbc)
                .sql("select count(*) from invocations where call_id = ?")
                .param(call.finished().taskId())
                .query(Long.class)
                .single();
    }

    private Api asAdmin() {
        return Api.onPort(port).as(TestTokens.start().admin("admin"));
    }
}
