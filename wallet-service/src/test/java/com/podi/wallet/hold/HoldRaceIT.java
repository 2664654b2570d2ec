package com.podi.wallet.hold;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.starter.security.Caller;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.Soak;
import com.podi.wallet.WalletCore;
import com.podi.wallet.account.TestGrants;
import com.podi.wallet.hold.HoldOperation.Confirm;
import com.podi.wallet.hold.HoldOperation.Decider;
import com.podi.wallet.hold.HoldOperation.Expire;
import com.podi.wallet.lane.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two hundred callers who decide one hold at the same moment: one decision wins, and everybody hears of it. */
class HoldRaceIT {

    private static final int CALLERS = 200;
    private static final int ROUNDS = Soak.count(40, 1_000);
    private static final Caller WORKER = new Caller("worker", "svc-task-worker", Set.of("service"));

    private static final WalletCore WALLET = WalletCore.on(RealParts.database());
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(CALLERS);

    private final HoldService holds = WALLET.get(HoldService.class);
    private final HoldBatch otherReplica = WALLET.get(HoldBatch.class);

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
        WALLET.close();
    }

    @Test
    void oneOfConfirmReleaseAndExpiryWins() throws Exception {
        TestGrants.welcome(WALLET, "racer", 1_000_000);
        int[] wins = new int[HoldStatus.values().length];
        for (int round = 0; round < ROUNDS; round++) {
            wins[race(round).ordinal()]++;
        }
        System.out.printf(
                "race: rounds=%d callers=%d confirmed=%d released=%d expired=%d%n",
                ROUNDS,
                CALLERS,
                wins[HoldStatus.CONFIRMED.ordinal()],
                wins[HoldStatus.RELEASED.ordinal()],
                wins[HoldStatus.EXPIRED.ordinal()]);
        assertThat(WALLET.brokenRules()).isEmpty();
    }

    private HoldStatus race(int round) throws Exception {
        String holdId = holds.freeze(new FreezeRequest("racer", "task" + round, "race", 7L, null), WORKER)
                .holdId();
        List<Callable<String>> calls = new ArrayList<>();
        for (int number = 0; number < CALLERS; number++) {
            int turn = (number + round) % 4;
            calls.add(() -> answerOf(turn, holdId));
        }

        List<String> answers = new ArrayList<>();
        for (Future<String> answer : THREADS.invokeAll(calls)) {
            answers.add(answer.get());
        }

        String winner = WALLET.jdbc()
                .sql("select status from holds where hold_id = ?")
                .param(holdId)
                .query(String.class)
                .single();
        assertThat(winner).isNotEqualTo("HELD");
        assertThat(answers).contains(winner).containsOnly(winner, ErrorCode.WALLET_HOLD_CONFLICT.code());
        assertThat(WALLET.jdbc()
                        .sql("select count(*) from ledger_entries where hold_id = ?")
                        .param(holdId)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        return HoldStatus.valueOf(winner);
    }

    /** Half of the callers come past the lanes, as they would through another replica. */
    private String answerOf(int turn, String holdId) {
        try {
            HoldView view =
                    switch (turn) {
                        case 0 -> holds.confirm(new ConfirmRequest(holdId, null), WORKER);
                        case 1 -> holds.release(new ReleaseRequest(holdId, null), WORKER);
                        case 2 -> elsewhere(new Expire(holdId));
                        default -> elsewhere(new Confirm(new ConfirmRequest(holdId, null), Decider.of(WORKER)));
                    };
            return view.status();
        } catch (PodiException refusal) {
            return refusal.errorCode().code();
        }
    }

    private HoldView elsewhere(HoldOperation operation) {
        Outcome<HoldView> outcome = otherReplica.runWaiting(List.of(operation)).get(0);
        if (outcome.refusal() != null) {
            throw outcome.refusal();
        }
        return outcome.answer();
    }
}
