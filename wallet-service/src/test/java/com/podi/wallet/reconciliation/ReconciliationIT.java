package com.podi.wallet.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.testsupport.RealParts;
import com.podi.wallet.WalletCore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

class ReconciliationIT {

    private static final int ACCOUNTS_OFF = 1_100;

    private static final WalletCore WALLET = WalletCore.on(RealParts.database());

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Reconciliation reconciliation =
            new Reconciliation(WALLET.get(JdbcTemplate.class), WALLET.get(TransactionTemplate.class), clock(), metrics);
    private Duration ahead = Duration.ZERO;

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                // The field is not there yet while the first is asked.
                return ahead == null ? Instant.now() : Instant.now().plus(ahead);
            }
        };
    }

    @AfterEach
    void endLooks() {
        reconciliation.destroy();
    }

    @AfterAll
    static void end() {
        WALLET.close();
    }

    @Test
    void aLookThatFailedDoesNotGoOnSayingThatAllIsWell() {
        assertThat(discrepancies()).as("nobody has looked yet").isNaN();
        reconciliation.report();
        assertThat(discrepancies()).isZero();

        WALLET.jdbc().sql("alter table points_by_day rename to lost").update();
        try {
            assertThatThrownBy(reconciliation::report).isInstanceOf(DataAccessException.class);
            assertThat(discrepancies()).isNaN();
        } finally {
            WALLET.jdbc().sql("alter table lost rename to points_by_day").update();
        }
        reconciliation.report();
        assertThat(discrepancies()).isZero();
    }

    @Test
    void howLongAgoTheLastGoodLookWasIsKnownAlsoWhenLooksFail() {
        ahead = Duration.ofHours(3);
        assertThat(ageHours()).as("since the start").isBetween(2.9, 3.1);
        reconciliation.report();
        assertThat(ageHours()).isLessThan(0.1);

        ahead = Duration.ofHours(5);
        WALLET.jdbc().sql("alter table points_by_day rename to lost").update();
        try {
            assertThatThrownBy(reconciliation::report).isInstanceOf(DataAccessException.class);
        } finally {
            WALLET.jdbc().sql("alter table lost rename to points_by_day").update();
        }
        assertThat(ageHours()).isBetween(1.9, 2.1);
    }

    @Test
    void aThousandAccountsAreNamedWithAllTheyBreakAndAllAreCounted() {
        WALLET.jdbc()
                .sql("alter table accounts disable trigger accounts_open_empty")
                .update();
        try {
            WALLET.jdbc()
                    .sql("insert into accounts (user_id, available_points, granted_points)"
                            + " select 'off' || lpad(n::text, 5, '0'), 1, 1 from generate_series(1, ?) n")
                    .param(ACCOUNTS_OFF)
                    .update();

            ReconciliationReport report = reconciliation.report();

            assertThat(report.balanced()).isFalse();
            assertThat(report.accountsOff()).isEqualTo(ACCOUNTS_OFF);
            assertThat(report.rulesBroken()).isEqualTo(3L * ACCOUNTS_OFF);
            assertThat(report.discrepancies())
                    .hasSize(3_000)
                    .first()
                    .extracting(Discrepancy::userId)
                    .isEqualTo("off00001");
            assertThat(report.discrepancies())
                    .last()
                    .extracting(Discrepancy::userId)
                    .isEqualTo("off01000");
            assertThat(discrepancies()).isEqualTo(3.0 * ACCOUNTS_OFF);
            assertThat(metrics.get("podi.wallet.accounts.off").gauge().value()).isEqualTo(ACCOUNTS_OFF);
        } finally {
            WALLET.jdbc().sql("delete from accounts where user_id like 'off%'").update();
            WALLET.jdbc()
                    .sql("alter table accounts enable trigger accounts_open_empty")
                    .update();
        }
    }

    private double ageHours() {
        return metrics.get("podi.wallet.reconciliation.age").timeGauge().value(TimeUnit.SECONDS) / 3_600;
    }

    private double discrepancies() {
        return metrics.get("podi.wallet.discrepancies").gauge().value();
    }
}
