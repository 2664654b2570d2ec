package com.podi.wallet.hold;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.starter.security.Caller;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import com.podi.wallet.WalletCore;
import com.podi.wallet.account.TestGrants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two replicas, each with lanes of its own, at work on one account: together they answer as one would. */
class ReplicasIT {

    private static final int CALLERS = 32;
    private static final int TASKS = 2_000;
    private static final long POINTS = 3_000;
    private static final String USER = "shared";
    private static final Caller WORKER = new Caller("worker", "svc-task-worker", Set.of("service"));
    private static final String INSUFFICIENT = ErrorCode.WALLET_INSUFFICIENT.code();
    private static final String CONFLICT = ErrorCode.WALLET_HOLD_CONFLICT.code();

    private static final Database DATABASE = RealParts.database();
    private static final WalletCore ONE = WalletCore.on(DATABASE);
    private static final WalletCore OTHER = WalletCore.on(DATABASE);

    private final HoldService one = ONE.get(HoldService.class);
    private final HoldService other = OTHER.get(HoldService.class);

    @AfterAll
    static void end() {
        ONE.close();
        OTHER.close();
    }

    private record Heard(String answer, long balance, long frozen) {}

    /** Of one task: frozen at both replicas, then confirmed at one and released at the other. */
    private record Task(String id, List<Heard> freezes, List<Heard> decisions) {}

    private record Entry(String taskId, String type, long charged, long balance, long frozen) {}

    @Test
    void whatBothAnswerIsWhatTheLedgerSays() {
        TestGrants.welcome(ONE, USER, POINTS);

        List<Task> tasks = AtOnce.call(CALLERS, TASKS, this::task);

        Map<String, List<Entry>> entries = entries();
        Map<String, Long> answers = tasks.stream()
                .flatMap(task -> Stream.concat(task.freezes().stream(), task.decisions().stream()))
                .collect(Collectors.groupingBy(Heard::answer, Collectors.counting()));
        System.out.printf("two replicas, one account: tasks=%d %s%n", TASKS, answers);
        assertThat(answers)
                .as("each kind of answer was met")
                .containsOnlyKeys("HELD", "CONFIRMED", "RELEASED", INSUFFICIENT, CONFLICT);
        tasks.forEach(task -> compare(task, entries.getOrDefault(task.id(), List.of())));
        assertThat(tasks).extracting(Task::id).containsAll(entries.keySet());
        compareBalances(tasks);
        assertThat(ONE.brokenRules()).isEmpty();
    }

    private Task task(int number) {
        String taskId = "task" + number;
        FreezeRequest freeze = new FreezeRequest(USER, taskId, "upscale", 10L, null);
        List<String> holdIds = new ArrayList<>();
        Supplier<HoldView> atOne = () -> noted(one.freeze(freeze, WORKER), holdIds);
        Supplier<HoldView> atOther = () -> noted(other.freeze(freeze, WORKER), holdIds);
        List<Heard> freezes = AtOnce.call(2, call -> heard((call + number) % 2 == 0 ? atOne : atOther));
        if (holdIds.isEmpty()) {
            return new Task(taskId, freezes, List.of());
        }
        assertThat(holdIds).as("frozen once").allMatch(holdIds.get(0)::equals);
        ConfirmRequest confirm = new ConfirmRequest(holdIds.get(0), 4L);
        ReleaseRequest release = new ReleaseRequest(holdIds.get(0), null);
        HoldService confirming = number % 4 < 2 ? one : other;
        HoldService releasing = number % 4 < 2 ? other : one;
        return new Task(
                taskId,
                freezes,
                AtOnce.call(
                        2,
                        call -> heard(
                                (call + number) % 2 == 0
                                        ? () -> confirming.confirm(confirm, WORKER)
                                        : () -> releasing.release(release, WORKER))));
    }

    private static HoldView noted(HoldView view, List<String> holdIds) {
        synchronized (holdIds) {
            holdIds.add(view.holdId());
        }
        return view;
    }

    private static Heard heard(Supplier<HoldView> call) {
        try {
            HoldView view = call.get();
            return new Heard(view.status(), view.balance(), view.frozen());
        } catch (PodiException refusal) {
            return new Heard(refusal.errorCode().code(), -1, -1);
        }
    }

    private static void compare(Task task, List<Entry> entries) {
        if (task.decisions().isEmpty()) {
            assertThat(task.freezes()).as("%s", task).extracting(Heard::answer).containsOnly(INSUFFICIENT);
            assertThat(entries).as("%s", task).isEmpty();
            return;
        }
        Entry freeze = entries.get(0);
        Entry last = entries.get(entries.size() - 1);
        boolean confirmed = entries.get(1).type().equals("CHARGE");
        assertThat(entries)
                .as("%s", task)
                .extracting(Entry::type)
                .isEqualTo(confirmed ? List.of("FREEZE", "CHARGE", "RELEASE") : List.of("FREEZE", "RELEASE"));
        assertThat(task.freezes())
                .as("who froze first was answered what the ledger says; a repeat hears the balance of its moment")
                .contains(new Heard("HELD", freeze.balance(), freeze.frozen()));
        assertThat(task.decisions())
                .as("%s", task)
                .extracting(Heard::answer)
                .containsExactlyInAnyOrder(confirmed ? "CONFIRMED" : "RELEASED", CONFLICT);
        assertThat(task.decisions())
                .as("%s", task)
                .contains(new Heard(confirmed ? "CONFIRMED" : "RELEASED", last.balance(), last.frozen()));
    }

    private static void compareBalances(List<Task> tasks) {
        long confirmed = tasks.stream()
                .flatMap(task -> task.decisions().stream())
                .filter(heard -> heard.answer().equals("CONFIRMED"))
                .count();
        assertThat(ONE.jdbc()
                        .sql("select available_points, frozen_points, spent_points from accounts where user_id = ?")
                        .param(USER)
                        .query()
                        .singleRow())
                .isEqualTo(Map.of(
                        "available_points",
                        POINTS - 4 * confirmed,
                        "frozen_points",
                        0L,
                        "spent_points",
                        4 * confirmed));
    }

    private static Map<String, List<Entry>> entries() {
        return ONE.jdbc().sql("""
                        select task_id, type, -frozen_delta as charged, balance_after as balance,
                               sum(frozen_delta) over (order by entry_no)::bigint as frozen
                        from ledger_entries where user_id = ? order by entry_no
                        """).param(USER).query(Entry.class).list().stream()
                .filter(entry -> entry.taskId() != null)
                .collect(Collectors.groupingBy(Entry::taskId));
    }
}
