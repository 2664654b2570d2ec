package com.podi.wallet.hold;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.Soak;
import com.podi.wallet.WalletCore;
import com.podi.wallet.account.AccountLockedException;
import com.podi.wallet.account.TestGrants;
import com.podi.wallet.hold.CrashingDataSource.Crash;
import com.podi.wallet.hold.Hold.Key;
import com.podi.wallet.hold.HoldOperation.Confirm;
import com.podi.wallet.hold.HoldOperation.Decider;
import com.podi.wallet.hold.HoldOperation.Expire;
import com.podi.wallet.hold.HoldOperation.Freeze;
import com.podi.wallet.hold.HoldOperation.Release;
import com.podi.wallet.hold.WalletModel.Answer;
import com.podi.wallet.hold.WalletModel.State;
import com.podi.wallet.lane.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.springframework.dao.DataAccessException;

/**
 * Random interleavings against a model. Whatever is done in one go must be answered as if it had been done one by one; what
 * was lost before the commit never happened, what was lost after it did, and the repeat is answered alike. jqwik prints the
 * seed, and a failed run is tried again first with the one that failed it.
 */
class WalletModelIT {

    private static final int TRIES = 340;
    private static final int ROUNDS = Soak.count(40, 160);
    private static final int TASKS = 8;
    private static final int OPERATIONS_AT_LEAST = Soak.count(20_000, 100_000);
    private static final String WORKER = "svc-task-worker";
    private static final Decider DECIDER = new Decider(WORKER, false);

    private static final CrashingDataSource[] CRASHES = new CrashingDataSource[1];
    private static final WalletCore WALLET = start();

    private static long operations;
    private static long passedOver;
    private static long users;

    private static WalletCore start() {
        Database database = RealParts.database();
        return WalletCore.on(database, pool -> CRASHES[0] = new CrashingDataSource(pool));
    }

    enum Kind {
        FREEZE,
        CONFIRM,
        CONFIRM_PART,
        RELEASE,
        EXPIRE
    }

    record Step(Kind kind, int task, long points) {}

    /**
     * A grant, or holds that are decided in one go; the answer may be lost, the client may ask again anyway, and somebody
     * else may have the account at first.
     */
    record Round(long grant, List<Step> steps, Crash crash, boolean repeat, boolean taken) {}

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void everyAnswerAndEveryRowIsWhatTheModelSays(@ForAll("histories") List<Round> history) {
        String user = "user" + users++;
        TestGrants.welcome(WALLET, user, 0);
        WalletModel model = new WalletModel();
        for (int number = 0; number < history.size(); number++) {
            Round round = history.get(number);
            Work work = round.steps().isEmpty()
                    ? grant(user, round.grant(), "grant-" + user + "-" + number)
                    : holds(user, round.steps(), round.taken() && round.crash() == Crash.NONE);
            work.run(model, user, round);
        }
        assertThat(WALLET.brokenRules()).isEmpty();
    }

    @AfterContainer
    static void enoughWasTried() {
        System.out.printf(
                "model check: operations=%d passed over at first=%d, each answer and each transaction compared%n",
                operations, passedOver);
        assertThat(passedOver).isPositive();
        assertThat(operations).isGreaterThanOrEqualTo(OPERATIONS_AT_LEAST);
    }

    @Provide
    Arbitrary<List<Round>> histories() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(5, Kind.FREEZE),
                                Tuple.of(3, Kind.CONFIRM),
                                Tuple.of(2, Kind.CONFIRM_PART),
                                Tuple.of(2, Kind.RELEASE),
                                Tuple.of(1, Kind.EXPIRE)),
                        Arbitraries.integers().between(0, TASKS - 1),
                        Arbitraries.longs().between(1, 40))
                .as(Step::new);
        Arbitrary<Crash> crash = Arbitraries.frequency(
                Tuple.of(8, Crash.NONE), Tuple.of(1, Crash.BEFORE_COMMIT), Tuple.of(1, Crash.AFTER_COMMIT));
        Arbitrary<Boolean> repeat = Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
        Arbitrary<Boolean> taken = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
        Arbitrary<Round> grants = Combinators.combine(
                        Arbitraries.longs().between(-60, 150).filter(points -> points != 0), crash, repeat)
                .as((points, lost, again) -> new Round(points, List.of(), lost, again, false));
        Arbitrary<Round> decisions = Combinators.combine(
                        step.list().ofMinSize(1).ofMaxSize(5), crash, repeat, taken)
                .as((steps, lost, again, first) -> new Round(0, steps, lost, again, first));
        return Arbitraries.frequencyOf(Tuple.of(1, grants), Tuple.of(5, decisions))
                .list()
                .ofSize(ROUNDS);
    }

    /** Something to do, for real and in the model; both must answer the same. */
    private interface Work {

        List<Answer> really();

        List<Answer> inModel(WalletModel model);

        default void run(WalletModel model, String user, Round round) {
            if (round.crash() != Crash.NONE) {
                crash(model, user, round.crash());
            }
            check(model, user);
            if (round.repeat()) {
                check(model, user);
            }
        }

        private void crash(WalletModel model, String user, Crash crash) {
            CRASHES[0].crashNext(crash);
            try {
                // A grant that is refused never comes to its commit.
                assertThat(really()).extracting(Answer::status).containsExactly("WALLET_INSUFFICIENT");
                CRASHES[0].crashNext(Crash.NONE);
            } catch (DataAccessException lost) {
                if (crash == Crash.AFTER_COMMIT) {
                    inModel(model);
                }
            }
            assertThat(stateOf(user)).isEqualTo(model.state());
        }

        private void check(WalletModel model, String user) {
            List<Answer> expected = inModel(model);
            assertThat(really()).isEqualTo(expected);
            assertThat(stateOf(user)).isEqualTo(model.state());
            operations += expected.size();
        }
    }

    /** A grant has a key: in the model, too, it happens once. */
    private Work grant(String user, long points, String onceKey) {
        Map<String, Answer> once = new HashMap<>();
        return new Work() {
            @Override
            public List<Answer> really() {
                try {
                    long balance = TestGrants.grant(WALLET, user, points, onceKey);
                    return List.of(new Answer("GRANTED", balance, 0));
                } catch (PodiException refusal) {
                    return List.of(refused(refusal));
                }
            }

            @Override
            public List<Answer> inModel(WalletModel model) {
                Answer answer = once.containsKey(onceKey) ? once.get(onceKey) : withoutFrozen(model.grant(points));
                if (answer.status().equals("GRANTED")) {
                    once.put(onceKey, answer);
                }
                return List.of(answer);
            }

            private Answer withoutFrozen(Answer answer) {
                return answer.available() < 0 ? answer : new Answer(answer.status(), answer.available(), 0);
            }
        };
    }

    /** As the service does it: first whatever is free, and what somebody else had when he is done with it. */
    private Work holds(String user, List<Step> steps, boolean taken) {
        return new Work() {
            @Override
            public List<Answer> really() {
                Map<Integer, String> holdIds = holdIdsOf(user);
                List<HoldOperation> all = steps.stream()
                        .map(step -> operation(user, step, holdIds.getOrDefault(step.task(), "hold_unknown")))
                        .toList();
                List<Outcome<HoldView>> outcomes = taken ? runWhileTaken(user, all) : runFree(all);
                List<HoldOperation> left = IntStream.range(0, all.size())
                        .filter(number -> isLocked(outcomes.get(number)))
                        .mapToObj(all::get)
                        .toList();
                passedOver += left.size();
                assertThat(left.isEmpty() || taken).as("nobody else has it").isTrue();
                Iterator<Outcome<HoldView>> later = left.isEmpty()
                        ? Collections.emptyIterator()
                        : WALLET.get(HoldBatch.class).runWaiting(left).iterator();
                return outcomes.stream()
                        .map(outcome -> isLocked(outcome) ? later.next() : outcome)
                        .map(WalletModelIT::answer)
                        .toList();
            }

            @Override
            public List<Answer> inModel(WalletModel model) {
                // Nobody knows the id of a hold before its freeze was answered, so that here it is unknown as well.
                List<Integer> known = new ArrayList<>(holdIdsInModel(model));
                return steps.stream()
                        .map(step -> step.kind() == Kind.FREEZE || known.contains(step.task())
                                ? apply(model, step)
                                : new Answer("WALLET_HOLD_NOT_FOUND", -1, -1))
                        .toList();
            }
        };
    }

    private static List<Outcome<HoldView>> runFree(List<HoldOperation> all) {
        return WALLET.get(HoldBatch.class).run(all);
    }

    private static List<Outcome<HoldView>> runWhileTaken(String user, List<HoldOperation> all) {
        try (Connection other = WALLET.newSession();
                PreparedStatement lock =
                        other.prepareStatement("select 1 from accounts where user_id = ? for update")) {
            other.setAutoCommit(false);
            lock.setString(1, user);
            lock.execute();
            List<Outcome<HoldView>> outcomes = runFree(all);
            other.rollback();
            return outcomes;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isLocked(Outcome<HoldView> outcome) {
        return outcome.refusal() instanceof AccountLockedException;
    }

    private static List<Integer> holdIdsInModel(WalletModel model) {
        return model.state().holds().stream()
                .map(hold -> Integer.valueOf(hold.split(":")[0]))
                .toList();
    }

    private static Answer apply(WalletModel model, Step step) {
        return switch (step.kind()) {
            case FREEZE -> model.freeze(step.task(), step.points());
            case CONFIRM -> model.confirm(step.task(), null);
            case CONFIRM_PART -> model.confirm(step.task(), step.points() - 1);
            case RELEASE -> model.release(step.task());
            case EXPIRE -> model.expire(step.task());
        };
    }

    private static HoldOperation operation(String user, Step step, String holdId) {
        return switch (step.kind()) {
            case FREEZE -> {
                FreezeRequest request =
                        new FreezeRequest(user, "task" + step.task(), "action" + step.task() % 3, step.points(), null);
                yield new Freeze(Key.of(WORKER, request), request);
            }
            case CONFIRM -> new Confirm(new ConfirmRequest(holdId, null), DECIDER);
            case CONFIRM_PART -> new Confirm(new ConfirmRequest(holdId, step.points() - 1), DECIDER);
            case RELEASE -> new Release(new ReleaseRequest(holdId, null), DECIDER);
            case EXPIRE -> new Expire(holdId);
        };
    }

    private static Answer answer(Outcome<HoldView> outcome) {
        if (outcome.refusal() instanceof PodiException refusal) {
            return refused(refusal);
        }
        HoldView view = outcome.answer();
        return new Answer(view.status(), view.balance(), view.frozen());
    }

    private static Answer refused(PodiException refusal) {
        ErrorCode code = refusal.errorCode();
        return new Answer(code.code(), -1, -1);
    }

    private static Map<Integer, String> holdIdsOf(String user) {
        Map<Integer, String> ids = new HashMap<>();
        WALLET.jdbc()
                .sql("select task_id, hold_id from holds where user_id = ?")
                .param(user)
                .query(row -> {
                    ids.put(Integer.valueOf(row.getString(1).substring("task".length())), row.getString(2));
                });
        return ids;
    }

    private static State stateOf(String user) {
        List<String> holds = WALLET.jdbc()
                .sql("select substr(task_id, 5) || ':' || points || ':' || status || ':' || charged_points"
                        + " from holds where user_id = ? order by task_id")
                .param(user)
                .query(String.class)
                .list();
        return WALLET.jdbc()
                .sql("""
                        select a.*, (select count(*) from ledger_entries l where l.user_id = a.user_id) as written
                        from accounts a where user_id = ?
                        """)
                .param(user)
                .query((row, number) -> new State(
                        row.getLong("available_points"),
                        row.getLong("frozen_points"),
                        row.getLong("granted_points"),
                        row.getLong("spent_points"),
                        row.getLong("released_points"),
                        row.getLong("written"),
                        holds))
                .single();
    }
}
