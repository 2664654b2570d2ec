package com.podi.wallet.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.RealParts;
import com.podi.wallet.WalletCore;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

class PostgresTranslatorIT {

    private static final WalletCore WALLET = WalletCore.on(RealParts.database());

    private final JdbcTemplate jdbc = WALLET.get(JdbcTemplate.class);

    @AfterAll
    static void end() {
        WALLET.close();
    }

    @Test
    void aTransactionThatSaidNothingForTooLongHasLostItsConnection() {
        assertThatThrownBy(() -> WALLET.get(TransactionTemplate.class).executeWithoutResult(status -> {
                    Integer backend = jdbc.queryForObject("select pg_backend_pid()", Integer.class);
                    jdbc.execute("set local idle_in_transaction_session_timeout = '50ms'");
                    await().atMost(Duration.ofSeconds(10)).until(() -> isGone(backend));
                    assertThatThrownBy(() -> jdbc.execute("select 1"))
                            .isInstanceOf(DataAccessResourceFailureException.class)
                            .hasMessageContaining("idle-in-transaction");
                }))
                .as("nothing can be committed any more")
                .isInstanceOfSatisfying(RuntimeException.class, failure -> assertThat(Away.is(failure))
                        .isTrue());
    }

    private static boolean isGone(int backend) {
        return WALLET.jdbc()
                        .sql("select count(*) from pg_stat_activity where pid = ?")
                        .param(backend)
                        .query(Long.class)
                        .single()
                == 0;
    }
}
