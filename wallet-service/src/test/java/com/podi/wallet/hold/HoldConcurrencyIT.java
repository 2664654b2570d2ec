package com.podi.wallet.hold;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many callers while the database drops connections again and again. Every answer is kept and compared with the ledger:
 * what was acknowledged is there, what was refused is not, and what nobody knows is there as a whole or not at all.
 */
class HoldConcurrencyIT {

    private static final int THREADS = 64;
    private static final int OPERATIONS = Soak.count(20_000, 100_000);
    private static final int CUT_EVERY_MS = 150;
    private static final long POINTS_OF_ALL = Soak.count(6_000, 30_000);
    private static final Caller WORKER = new Caller("worker", "svc-task-worker", Set.of("service"));

    private static final int LANES = 4;

    private static final WalletCore WALLET = WalletCore.on(RealParts.database(), LANES);

    @AfterAll
    static void end() {
        WALLET.close();
    }

    private enum Heard {
        OK,
        REFUSED,
        UNKNOWN
    }

    /** What a caller asked for, and what it heard. */
    private record Call(
            String what,
            String taskId,
            Heard heard,
            String answer,
            @Nullable HoldView view) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void whatWasHeardIsWhatTheLedgerSays(int accounts) throws Exception {
        String prefix = "of" + accounts + "-";
        for (int number = 0; number < accounts; number++) {
            TestGrants.welcome(WALLET, prefix + number, POINTS_OF_ALL / accounts);
        }

        List<Call> calls = load(prefix, accounts);

        Map<Heard, Long> heard = calls.stream().collect(Collectors.groupingBy(Call::heard, Collectors.counting()));
        System.out.printf(
                "concurrency: accounts=%d threads=%d lanes=%d operations=%d %s%n",
                accounts, THREADS, LANES, calls.size(), heard);
        compare(prefix, calls);
        assertThat(WALLET.brokenRules()).isEmpty();
        assertThat(calls).hasSizeGreaterThanOrEqualTo(OPERATIONS);
        assertThat(heard).as("each kind of answer was met").containsOnlyKeys(Heard.values());
    }

    private List<Call> load(String prefix, int accounts) throws Exception {
        List<Call> calls = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(OPERATIONS);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        try {
            Future<?> cutter = threads.submit(() -> cutConnectionsUntil(over));
            List<Future<List<Call>>> callers = new ArrayList<>();
            for (int number = 0; number < THREADS; number++) {
                int caller = number;
                callers.add(threads.submit(() -> call(prefix, accounts, caller, left)));
            }
            for (Future<List<Call>> caller : callers) {
                calls.addAll(caller.get());
            }
            over.set(true);
            cutter.get();
        } finally {
            threads.shutdownNow();
        }
        return calls;
    }

    private static List<Call> call(String prefix, int accounts, int caller, AtomicInteger left) {
        HoldService holds = WALLET.get(HoldService.class);
        Random random = new Random(caller);
        List<Call> calls = new ArrayList<>();
        for (int number = 0; left.getAndDecrement() > 0; number++) {
            String user = prefix + random.nextInt(accounts);
            String taskId = "task-%s%d-%d".formatted(prefix, caller, number);
            FreezeRequest freeze = new FreezeRequest(user, taskId, "upscale", 1L + random.nextInt(3), null);
            Call frozen = heard("freeze", taskId, () -> holds.freeze(freeze, WORKER));
            calls.add(frozen);
            if (frozen.heard() == Heard.OK) {
                left.getAndDecrement();
                String holdId = frozen.view().holdId();
                calls.add(
                        random.nextInt(4) == 0
                                ? heard(
                                        "release",
                                        taskId,
                                        () -> holds.release(new ReleaseRequest(holdId, null), WORKER))
                                : heard(
                                        "confirm",
                                        taskId,
                                        () -> holds.confirm(new ConfirmRequest(holdId, 1L), WORKER)));
            }
        }
        return calls;
    }

    private static Call heard(String what, String taskId, Supplier<HoldView> call) {
        try {
            HoldView view = call.get();
            return new Call(what, taskId, Heard.OK, view.status(), view);
        } catch (PodiException refusal) {
            boolean known = refusal.errorCode().status() < 500;
            return new Call(what, taskId, known ? Heard.REFUSED : Heard.UNKNOWN, refusal.getMessage(), null);
        } catch (RuntimeException failure) {
            return new Call(what, taskId, Heard.UNKNOWN, String.valueOf(failure.getMessage()), null);
        }
    }

    private static void cutConnectionsUntil(AtomicBoolean over) {
        while (!over.get()) {
            try {
                Thread.sleep(CUT_EVERY_MS);
                WALLET.jdbc()
                        .sql("select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where usename = current_user and pid <> pg_backend_pid()")
                        .query()
                        .listOfRows();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException itsOwnWasCut) {
                // the next one will do
            }
        }
    }

    /** @param balances after each of its entries, by type; what a batch wrote together was answered one by one */
    private record Written(String holdId, String status, long points, long charged, Map<String, Balances> balances) {

        Balances afterTheLast() {
            return balances.getOrDefault("RELEASE", balances.getOrDefault("CHARGE", balances.get("FREEZE")));
        }
    }

    private record Balances(long available, long frozen) {}

    private static void compare(String prefix, List<Call> calls) {
        Map<String, Written> holds = written(prefix);
        for (Call call : calls) {
            Written hold = holds.get(call.taskId());
            switch (call.what() + " " + call.heard()) {
                case "freeze OK" -> {
                    assertThat(hold).as("%s", call).isNotNull();
                    assertThat(hold.holdId()).isEqualTo(call.view().holdId());
                    assertThat(heardBalances(call))
                            .as("%s", call)
                            .isEqualTo(hold.balances().get("FREEZE"));
                }
                case "freeze REFUSED" -> assertThat(hold).as("%s", call).isNull();
                case "freeze UNKNOWN" -> {
                    if (hold != null) {
                        assertThat(hold).as("%s", call).satisfies(alone -> {
                            assertThat(alone.status()).isEqualTo("HELD");
                            assertThat(alone.balances()).containsOnlyKeys("FREEZE");
                        });
                    }
                }
                case "confirm OK", "release OK" -> {
                    assertThat(hold.status()).as("%s", call).isEqualTo(call.answer());
                    assertThat(heardBalances(call)).as("%s", call).isEqualTo(hold.afterTheLast());
                }
                case "confirm UNKNOWN" ->
                    assertThat(hold.status()).as("%s", call).isIn("HELD", "CONFIRMED");
                case "release UNKNOWN" ->
                    assertThat(hold.status()).as("%s", call).isIn("HELD", "RELEASED");
                default -> throw new AssertionError("nobody else decides these holds: " + call);
            }
        }
        compareBalances(prefix, holds, calls);
        // Nothing is there that nobody asked for.
        assertThat(calls.stream().map(Call::taskId).collect(Collectors.toSet())).containsAll(holds.keySet());
    }

    private static Balances heardBalances(Call call) {
        return new Balances(call.view().balance(), call.view().frozen());
    }

    private static Map<String, Written> written(String prefix) {
        Map<String, Map<String, Balances>> balances = new HashMap<>();
        WALLET.jdbc().sql("""
                        select task_id, type, balance_after, frozen_after
                        from (select *, sum(frozen_delta) over (partition by user_id order by entry_no) as frozen_after
                              from ledger_entries where user_id like ? || '%') l
                        where task_id is not null
                        """).param(prefix).query(row -> {
            balances.computeIfAbsent(row.getString("task_id"), task -> new HashMap<>())
                    .put(
                            row.getString("type"),
                            new Balances(row.getLong("balance_after"), row.getLong("frozen_after")));
        });
        Map<String, Written> holds = new HashMap<>();
        WALLET.jdbc()
                .sql("select * from holds where user_id like ? || '%'")
                .param(prefix)
                .query(row -> {
                    String taskId = row.getString("task_id");
                    holds.put(
                            taskId,
                            new Written(
                                    row.getString("hold_id"),
                                    row.getString("status"),
                                    row.getLong("points"),
                                    row.getLong("charged_points"),
                                    balances.getOrDefault(taskId, Map.of())));
                });
        return holds;
    }

    /** What is left in all accounts, from the answers; only of calls whose answer was lost the holds are asked. */
    private static void compareBalances(String prefix, Map<String, Written> holds, List<Call> calls) {
        long frozen = 0;
        long spent = 0;
        Map<String, Call> decisions = calls.stream()
                .filter(call -> !call.what().equals("freeze") && call.heard() == Heard.OK)
                .collect(Collectors.toMap(Call::taskId, Function.identity()));
        for (Map.Entry<String, Written> hold : holds.entrySet()) {
            Call decision = decisions.get(hold.getKey());
            String status = decision == null ? hold.getValue().status() : decision.answer();
            frozen += status.equals("HELD") ? hold.getValue().points() : 0;
            // All confirm one point of as many as were frozen.
            spent += status.equals("CONFIRMED") ? 1 : 0;
        }
        long granted = WALLET.jdbc()
                .sql("select sum(available_delta) from ledger_entries where type = 'GRANT' and user_id like ? || '%'")
                .param(prefix)
                .query(Long.class)
                .single();
        Map<String, Object> kept = WALLET.jdbc()
                .sql("select sum(available_points)::bigint as available, sum(frozen_points)::bigint as frozen,"
                        + " sum(spent_points)::bigint as spent from accounts where user_id like ? || '%'")
                .param(prefix)
                .query()
                .singleRow();
        assertThat(kept).isEqualTo(Map.of("available", granted - frozen - spent, "frozen", frozen, "spent", spent));
    }
}
