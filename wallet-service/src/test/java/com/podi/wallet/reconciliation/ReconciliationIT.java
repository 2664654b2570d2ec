package com.podi.wallet.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.testsupport.RealParts;
import com.podi.wallet.WalletCore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

class ReconciliationIT {

    private static final WalletCore WALLET = WalletCore.on(RealParts.database());

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Reconciliation reconciliation = new Reconciliation(
            WALLET.get(JdbcTemplate.class), WALLET.get(TransactionTemplate.class), Clock.systemUTC(), metrics);

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

    private double discrepancies() {
        return metrics.get("podi.wallet.discrepancies").gauge().value();
    }
}
