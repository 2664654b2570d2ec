package com.podi.wallet.hold;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.wallet.FreezeRequest;
import com.podi.starter.security.Caller;
import com.podi.testsupport.RealParts;
import com.podi.wallet.WalletCore;
import com.podi.wallet.account.TestGrants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HoldExpiryIT {

    private static final Caller WORKER = new Caller("worker", "svc-task-worker", Set.of("service"));

    private static final WalletCore WALLET = WalletCore.on(RealParts.database());

    private static final int MANY = 100;

    private final HoldService holds = WALLET.get(HoldService.class);

    @AfterAll
    static void end() {
        WALLET.close();
    }

    @Test
    void holdsThatCannotBeGivenBackKeepNoOtherFromIt() {
        TestGrants.welcome(WALLET, "user", 500);
        WALLET.open("broken");
        // Points that the account does not have: giving them back would break a rule.
        WALLET.jdbc()
                .sql("insert into holds (hold_id, frozen_by, user_id, task_id, action, points, status, expires_at)"
                        + " select 'bad' || n, 'svc-task-worker', 'broken', 't' || n, 'a', 30, 'HELD', now() - interval '2 days'"
                        + " from generate_series(1, 5) n")
                .update();
        for (int task = 0; task < 3; task++) {
            holds.freeze(new FreezeRequest("user", "task" + task, "upscale", 10L, null), WORKER);
        }
        WALLET.jdbc()
                .sql("update holds set expires_at = now() - interval '1 day' where user_id = 'user'")
                .update();

        assertThat(holds.expire(2)).isEqualTo(3);

        assertThat(statusesOf("user")).isEqualTo("EXPIRED,EXPIRED,EXPIRED");
        assertThat(statusesOf("broken")).isEqualTo("HELD,HELD,HELD,HELD,HELD");
        assertThat(holds.expire(2)).as("it is tried again").isZero();
    }

    @Test
    void whoseAccountIsLockedIsWaitedForOnceInARun() throws SQLException {
        TestGrants.welcome(WALLET, "held-up", 500);
        TestGrants.welcome(WALLET, "free", 500);
        for (int task = 0; task < MANY; task++) {
            holds.freeze(new FreezeRequest("held-up", "task" + task, "upscale", 1L, null), WORKER);
        }
        holds.freeze(new FreezeRequest("free", "task", "upscale", 1L, null), WORKER);
        WALLET.jdbc()
                .sql("update holds set expires_at = now() - interval '1 day' where user_id in ('held-up', 'free')")
                .update();
        int expired;
        Instant begin = Instant.now();
        try (Connection session = WALLET.newSession();
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute("select 1 from accounts where user_id = 'held-up' for update");
            expired = holds.expire(MANY / 4);
            session.rollback();
        }

        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(6));
        assertThat(expired).isEqualTo(1);
        assertThat(statusesOf("free")).isEqualTo("EXPIRED");
        assertThat(holds.expire(MANY)).as("the next run tries again").isEqualTo(MANY);
    }

    private static String statusesOf(String user) {
        return WALLET.jdbc()
                .sql("select string_agg(status, ',') from holds where user_id = ?")
                .param(user)
                .query(String.class)
                .single();
    }
}
