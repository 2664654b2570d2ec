package com.podi.wallet.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.starter.security.Caller;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import com.podi.wallet.WalletCore;
import com.podi.wallet.account.TestGrants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who waits for an account keeps no other meanwhile, and keeps nobody else waiting; here all share one lane. */
class HoldLocksIT {

    /** Less than any lock is waited for. */
    private static final Duration AT_ONCE = Duration.ofMillis(1_500);

    private static final int CALLERS = 24;
    private static final int CALLS = 240;
    private static final Caller WORKER = new Caller("worker", "svc-task-worker", Set.of("service"));

    private static final Database DATABASE = RealParts.database();
    private static final WalletCore WALLET = WalletCore.on(DATABASE);
    private static final WalletCore REPLICA = WalletCore.on(DATABASE);

    private final HoldService holds = WALLET.get(HoldService.class);
    private final HoldService elsewhere = REPLICA.get(HoldService.class);

    @AfterAll
    static void end() {
        WALLET.close();
        REPLICA.close();
    }

    private record Heard(String user, String answer, Duration took) {}

    @Test
    void whoWaitsForALockedAccountKeepsNoOtherAccountMeanwhile() throws SQLException {
        String contended = ofOneLane("alone-a");
        String locked = ofOneLane("alone-b");
        open(contended);
        open(locked);
        CompletableFuture<Heard> ofLocked;
        CompletableFuture<Heard> ofContended;
        try (Connection forgotten = lock(locked);
                Connection busy = lock(contended)) {
            ofLocked = freezeSoon(locked);
            awaitWaiting(1);
            ofContended = freezeSoon(contended);
            awaitWaiting(2);
            Instant free = Instant.now();
            busy.rollback();

            assertThat(ofContended.join().answer()).isEqualTo("HELD");
            assertThat(Duration.between(free, Instant.now())).isLessThan(AT_ONCE);
            assertThat(ofLocked).as("still waits").isNotDone();
            try (Connection other = lock(contended)) {
                other.rollback();
            }
            forgotten.rollback();
        }
        assertThat(ofLocked.join().answer()).isEqualTo("HELD");
    }

    @Test
    void whoHasNoAccountHearsSoAtOnceAlsoBesideALockedOne() throws SQLException {
        String unknown = ofOneLane("nobody");
        String locked = ofOneLane("locked");
        open(locked);
        try (Connection forgotten = lock(locked)) {
            CompletableFuture<Heard> ofLocked = freezeSoon(locked);
            awaitWaiting(1);
            List<Heard> heard = AtOnce.call(CALLERS, number -> freeze(holds, unknown, "task" + number));

            assertThat(heard).allSatisfy(HoldLocksIT::isInsufficientAtOnce);
            assertThat(ofLocked).isNotDone();
            forgotten.rollback();
            ofLocked.join();
        }
    }

    @Test
    void twoReplicasServeAContendedAccountAndRefuseAnUnknownUserWhileAnotherAccountIsLocked() throws SQLException {
        String locked = ofOneLane("both-locked");
        String contended = ofOneLane("both-contended");
        String unknown = ofOneLane("both-nobody");
        open(locked);
        open(contended);
        List<String> users = List.of(contended, unknown, contended, contended, unknown, contended, contended, locked);
        List<Heard> heard;
        try (Connection forgotten = lock(locked)) {
            heard = AtOnce.call(
                    CALLERS,
                    CALLS,
                    number -> freeze(
                            number % 16 < 8 ? holds : elsewhere, users.get(number % users.size()), "task" + number));
            forgotten.rollback();
        }

        assertThat(heard).filteredOn(one -> one.user().equals(contended)).allSatisfy(one -> {
            assertThat(one.answer()).isEqualTo("HELD");
            assertThat(one.took()).isLessThan(AT_ONCE);
        });
        assertThat(heard).filteredOn(one -> one.user().equals(unknown)).allSatisfy(HoldLocksIT::isInsufficientAtOnce);
        assertThat(heard)
                .filteredOn(one -> one.user().equals(locked))
                .extracting(Heard::answer)
                .containsOnly(ErrorCode.WALLET_SERVICE_UNAVAILABLE.code());
        assertThat(WALLET.brokenRules()).isEmpty();
    }

    private static void isInsufficientAtOnce(Heard heard) {
        assertThat(heard.answer()).isEqualTo(ErrorCode.WALLET_INSUFFICIENT.code());
        assertThat(heard.took()).isLessThan(AT_ONCE);
    }

    private CompletableFuture<Heard> freezeSoon(String user) {
        return CompletableFuture.supplyAsync(() -> freeze(holds, user, "task"));
    }

    private static Heard freeze(HoldService at, String user, String task) {
        Instant begin = Instant.now();
        String answer;
        try {
            answer = at.freeze(new FreezeRequest(user, task, "upscale", 1L, null), WORKER)
                    .status();
        } catch (PodiException refusal) {
            answer = refusal.errorCode().code();
        }
        return new Heard(user, answer, Duration.between(begin, Instant.now()));
    }

    private static String ofOneLane(String name) {
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> name + "-" + number)
                .filter(user -> Hold.laneOfUser(user) == 0)
                .findFirst()
                .orElseThrow();
    }

    private static void open(String user) {
        TestGrants.welcome(WALLET, user, 1_000);
    }

    private static Connection lock(String user) throws SQLException {
        Connection session = WALLET.newSession();
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute("select 1 from accounts where user_id = '%s' for update nowait".formatted(user));
        }
        return session;
    }

    private static void awaitWaiting(int transactions) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> WALLET.jdbc()
                                .sql("select count(*) from pg_stat_activity"
                                        + " where wait_event_type = 'Lock' and datname = current_database()")
                                .query(Integer.class)
                                .single()
                        == transactions);
    }
}
